namespace Lloyd.Watch;

/// <summary>The settings of a run as the page writes them.</summary>
internal static class Settings
{
    /// <summary>The settings for these words and numbers.</summary>
    /// <param name="k">The number of clusters.</param>
    /// <param name="init">"random", "k-means++", "farthest" or "hand".</param>
    /// <param name="seed">0 … 2³² − 1.</param>
    /// <param name="scale">"none", "minmax" or "standard".</param>
    /// <param name="empty">"keep" or "relocate".</param>
    /// <param name="tolerance">NaN: never early.</param>
    /// <param name="iterations">At most how many updates.</param>
    public static KMeans Of(
        int k, string init, double seed, string scale, string empty, double tolerance, int iterations) => new(k)
    {
        Seed = (uint)seed,
        Seeding = init switch
        {
            "random" => Seeding.Random,
            "k-means++" => Seeding.PlusPlus(),
            "farthest" => Seeding.Farthest,
            "hand" => Seeding.From(Sample.Empty.Points),        // none: edits at step 0 add them
            _ => throw Unknown("start", init, "random, k-means++, farthest, hand"),
        },
        Scaling = ScalingOf(scale),
        EmptyClusters = empty switch
        {
            "keep" => EmptyClusters.Keep,
            "relocate" => EmptyClusters.Relocate,
            _ => throw Unknown("rule for empty clusters", empty, "keep, relocate"),
        },
        Tolerance = double.IsNaN(tolerance) ? null : tolerance,
        MaxIterations = iterations,
    };

    /// <summary>The scaling of this name.</summary>
    public static Scaling ScalingOf(string scale) => scale switch
    {
        "none" => Scaling.None,
        "minmax" => Scaling.MinMax,
        "standard" => Scaling.Standard,
        _ => throw Unknown("scaling", scale, "none, minmax, standard"),
    };

    private static InvalidInputException Unknown(string what, string value, string known) =>
        new($"There is no {what} called '{value}'; there is: {known}.");
}
