using System.Runtime.InteropServices;
using Lloyd.Seedings;

namespace Lloyd.Orleans;

/// <summary>Settings as they travel.</summary>
internal static class JobSettings
{
    /// <exception cref="InvalidInputException">The seeding is not one for many machines.</exception>
    public static JobSpec SpecOf(KMeans settings, ClusterData data)
    {
        var spec = new JobSpec
        {
            Data = data,
            K = settings.K,
            Seed = settings.Seed,
            Seeding = settings.Seeding.Name,
            Scaling = settings.Scaling,
            EmptyClusters = settings.EmptyClusters,
            Restarts = settings.Restarts,
            Tolerance = settings.Tolerance,
            MaxIterations = settings.MaxIterations,
            Algorithm = settings.Algorithm,
        };
        return settings.Seeding switch
        {
            RandomSeeding => spec,
            ParallelSeeding parallel => spec with { Rounds = parallel.Rounds, Oversampling = parallel.Oversampling },
            GivenSeeding given => spec with
            {
                Centroids = MemoryMarshal.AsBytes(given.Centroids.Values).ToArray(),
                CentroidDimensions = given.Centroids.Dimensions,
            },
            _ => throw Throw.NotSharedSeeding(settings.Seeding.Name),
        };
    }

    public static KMeans SettingsOf(JobSpec spec) => new(spec.K)
    {
        Seed = spec.Seed,
        Seeding = spec switch
        {
            { Centroids.Length: > 0 } => Seeding.From(new Points<double>(
                MemoryMarshal.Cast<byte, double>(spec.Centroids).ToArray(), spec.CentroidDimensions)),
            { Rounds: > 0 } => Seeding.Parallel(spec.Rounds, spec.Oversampling),
            _ => Seeding.Random,
        },
        Scaling = spec.Scaling,
        EmptyClusters = spec.EmptyClusters,
        Restarts = spec.Restarts,
        Tolerance = spec.Tolerance,
        MaxIterations = spec.MaxIterations,
        Algorithm = spec.Algorithm,
    };
}
