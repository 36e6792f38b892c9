namespace Lloyd.Quality;

/// <summary>What speaks for and against one number of clusters. What cannot be told is NaN.</summary>
/// <param name="K">The number of clusters.</param>
/// <param name="Inertia">Of the best fit, in the metric; it never rises with k.</param>
/// <param name="Silhouette">The mean silhouette, of <see cref="ChoiceOfK.SilhouetteSample"/> points.</param>
/// <param name="Featureless">The silhouette that data of the same extent without clusters reaches on average.</param>
/// <param name="Chance">How far luck can go beyond that: half a standard deviation more than in the luckiest of the data sets
/// without clusters at any k. An <see cref="Excess"/> up to here is no sign of clusters.</param>
/// <param name="CalinskiHarabasz">See <see cref="Quality.CalinskiHarabasz"/>.</param>
/// <param name="DaviesBouldin">See <see cref="Quality.DaviesBouldin"/>.</param>
/// <param name="Stability">The mean of <see cref="Quality.Stability"/> over <see cref="ChoiceOfK.Resamples"/> pairs.</param>
public sealed record Candidate(
    int K, double Inertia, double Silhouette, double Featureless, double Chance, double CalinskiHarabasz,
    double DaviesBouldin, double Stability)
{
    private const double LeastStability = 0.75;

    /// <summary>Whether there are clusters that chance does not explain.</summary>
    public bool IsAboveChance => Excess > Chance;

    /// <summary>Whether chance nearly explains them: the luckiest of many more data sets without clusters could have come as
    /// far.</summary>
    public bool IsWeak => IsAboveChance && Excess <= Chance + Deviation / 2;

    /// <summary>The standard deviation of the silhouettes of data without clusters.</summary>
    public double Deviation { get; internal init; }

    /// <summary>Whether they come out again when points are drawn again, as far as that can be told.</summary>
    public bool ComesOutAgain => !(Stability < LeastStability);

    /// <summary>How far the silhouette is above what it would be without clusters.</summary>
    public double Excess => Silhouette - Featureless;
}
