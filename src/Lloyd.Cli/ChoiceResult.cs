using System.Globalization;
using System.Text;
using Lloyd.Quality;

namespace Lloyd.Cli;

/// <summary>What <c>lloyd choose</c> prints.</summary>
internal static class ChoiceResult
{
    public static string Text(ChoiceOfK choice)
    {
        var rows = new List<string[]>
        {
            (string[])["k", "inertia", "silhouette", "without clusters", "Calinski-Harabasz", "Davies-Bouldin", "stability"],
        };
        foreach (Candidate each in choice.Candidates)
            rows.Add(
            [
                each.K.ToString(CultureInfo.InvariantCulture), Number(each.Inertia, "G6"), Number(each.Silhouette, "F3"), Number(each.Featureless, "F3"),
                Number(each.CalinskiHarabasz, "G5"), Number(each.DaviesBouldin, "F3"), Number(each.Stability, "F3"),
            ]);
        var text = new StringBuilder();
        text.AppendTable(rows);
        text.AppendLine();
        text.Append(choice.Sentence);
        return text.ToString();
    }

    public static string JsonOf(ChoiceOfK choice) => Json.Text(json =>
    {
        json.WriteStartObject();
        if (choice.Recommended is { } best)
            json.WriteNumber("recommended", best.K);
        else
            json.WriteNull("recommended");
        json.WriteBoolean("weak", choice.Recommended is { IsWeak: true });
        json.WriteString("sentence", choice.Sentence);
        json.WriteNumber("points", choice.PointCount);
        json.WriteNumber("silhouetteSample", choice.SilhouetteSample);
        json.WriteNumber("resampleSize", choice.ResampleSize);
        json.WriteNumber("resamples", choice.Resamples);
        json.WriteStartArray("candidates");
        foreach (Candidate each in choice.Candidates)
        {
            json.WriteStartObject();
            json.WriteNumber("k", each.K);
            json.WriteReal("inertia", each.Inertia);
            json.WriteRealOrNull("silhouette", each.Silhouette);
            json.WriteRealOrNull("silhouetteWithoutClusters", each.Featureless);
            json.WriteRealOrNull("chance", each.Chance);
            json.WriteRealOrNull("calinskiHarabasz", each.CalinskiHarabasz);
            json.WriteRealOrNull("daviesBouldin", each.DaviesBouldin);
            json.WriteRealOrNull("stability", each.Stability);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static string Number(double value, string format) =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "–";
}
