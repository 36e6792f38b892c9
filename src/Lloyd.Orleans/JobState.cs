
namespace Lloyd.Orleans;

/// <summary>What a job is to do; written once.</summary>
[GenerateSerializer, Alias("lloyd.job-order")]
internal sealed class JobOrder
{
    [Id(0)] public JobSpec? Spec { get; set; }
}

/// <summary>A job as it is after an iteration: written after each.</summary>
[GenerateSerializer, Alias("lloyd.job-state")]
internal sealed class JobState
{
    [Id(0)] public JobPhase Phase { get; set; }
    [Id(1)] public string Error { get; set; } = "";
    [Id(2)] public Part[] Parts { get; set; } = [];
    [Id(3)] public string[] Columns { get; set; } = [];
    [Id(4)] public bool IsSingle { get; set; }

    /// <summary>The first passes: metric, description, limit.</summary>
    [Id(5)] public byte[] Problem { get; set; } = [];

    [Id(6)] public int Restart { get; set; }
    [Id(7)] public int Iteration { get; set; }
    [Id(8)] public long Changed { get; set; }
    [Id(9)] public double? Movement { get; set; }

    /// <summary>The centroids of the iteration, in the metric; empty before the start is chosen.</summary>
    [Id(10)] public byte[] Centroids { get; set; } = [];

    /// <summary>The rows that the start began from.</summary>
    [Id(11)] public int[] Rows { get; set; } = [];

    /// <summary>The model of the best start so far.</summary>
    [Id(12)] public byte[] Model { get; set; } = [];

    [Id(13)] public double Inertia { get; set; } = double.PositiveInfinity;
    [Id(14)] public DateTimeOffset? Ended { get; set; }
}

/// <summary>The jobs that there are.</summary>
[GenerateSerializer, Alias("lloyd.job-list")]
internal sealed class JobListState
{
    [Id(0)] public List<Guid> Jobs { get; set; } = [];
    [Id(1)] public HashSet<Guid> Active { get; set; } = [];
}
