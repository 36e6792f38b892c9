using System.Globalization;

namespace Lloyd.Quality;

/// <summary>A choice of k in a sentence: the recommendation, its reason and its doubt.</summary>
internal static class Advice
{
    private const double Nearly = 0.03;         // silhouettes this near are told together
    private const double Stable = 0.9;
    private const int Many = 4;                 // so many k nearly as good as the best speak for no number at all

    public static string Of(ChoiceOfK choice) => choice.Recommended is { } best ? Recommend(choice, best) : Refuse(choice);

    private static string Recommend(ChoiceOfK choice, Candidate best) =>
        Text($"k = {best.K}{(best.IsWeak ? ", but weakly" : "")}: highest silhouette ({best.Silhouette:F2}{Sample(choice)}; without clusters it would be {best.Featureless:F2}")
        + (best.IsWeak ? Text($", and with luck {best.Featureless + best.Chance:F2})") : ")")
        + best.Stability switch
        {
            >= Stable => Text($" and stable over {choice.Resamples} pairs of resamples (ARI {best.Stability:F2})"),
            double.NaN => ", but there are too few distinct points to tell whether it is stable",
            _ => Text($" and fairly stable over {choice.Resamples} pairs of resamples (ARI {best.Stability:F2})"),
        }
        + $"; {Doubt(choice, best)}.";

    private static string Doubt(ChoiceOfK choice, Candidate best)
    {
        int[] near = [.. choice.Candidates
            .Where(each => each != best && each.IsAboveChance && best.Silhouette - each.Silhouette < Nearly).Select(each => each.K)];
        if (best == choice.Candidates[^1] && choice.Candidates.Count > 1)
            return "it is the largest k that was tried, so try larger ones";
        if (near.Length >= Many)
            return $"k = {List(near)} are nearly as good, as where groups are not round and any number of pieces covers them";
        if (near.Length > 0)
            return $"k = {List(near)} {(near.Length == 1 ? "is" : "are")} nearly as good";
        int byVariance = choice.Candidates.MaxBy(each => each.CalinskiHarabasz)!.K;
        int byLikeness = choice.Candidates.MinBy(each => each.DaviesBouldin)!.K;
        return (byVariance == best.K, byLikeness == best.K) switch
        {
            (true, true) => "Calinski-Harabasz and Davies-Bouldin agree",
            (true, false) => $"Davies-Bouldin would take k = {byLikeness}",
            (false, true) => $"Calinski-Harabasz would take k = {byVariance}",
            _ when byVariance == byLikeness => $"Calinski-Harabasz and Davies-Bouldin would take k = {byVariance}",
            _ => $"Calinski-Harabasz would take k = {byVariance} and Davies-Bouldin k = {byLikeness}",
        };
    }

    private static string Refuse(ChoiceOfK choice)
    {
        Candidate? highest = choice.Candidates.Where(each => !double.IsNaN(each.Silhouette)).MaxBy(each => each.Silhouette);
        if (highest is null)
            return "No k can be recommended: no silhouette could be measured.";
        if (choice.Candidates.Where(each => each.IsAboveChance).MaxBy(each => each.Silhouette) is { } shaky)
            return Text($"No k can be recommended: k = {shaky.K} has the highest silhouette above chance ({shaky.Silhouette:F2}{Sample(choice)}; ")
                + Text($"without clusters it would be {shaky.Featureless:F2}), but its clusters do not come out again when points are drawn ")
                + Text($"again (ARI {shaky.Stability:F2} over {choice.Resamples} pairs of resamples). The points are not spread evenly, but their ")
                + "groups are none that k-means can find.";
        return Text($"No k stands out: the highest silhouette is {highest.Silhouette:F2} at k = {highest.K}{Sample(choice)}, and data of the ")
            + Text($"same extent without clusters reaches {highest.Featureless:F2} there, give or take {highest.Chance:F2}. Any k would cut ")
            + "these points where there is no gap.";
    }

    private static string Sample(ChoiceOfK choice) => choice.SilhouetteSample < choice.PointCount
        ? Text($", of {choice.SilhouetteSample} points drawn from {choice.PointCount}")
        : "";

    private static string List(int[] numbers) => numbers.Length == 1
        ? Text($"{numbers[0]}")
        : Text($"{string.Join(", ", numbers[..^1])} and {numbers[^1]}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
