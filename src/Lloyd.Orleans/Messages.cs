using Lloyd.Data;

namespace Lloyd.Orleans;

/// <summary>Where points lie, as every worker sees it, and what to take of them.</summary>
[GenerateSerializer, Immutable, Alias("lloyd.data")]
public sealed record ClusterData
{
    /// <summary>Files of the same columns, whose rows are numbered through in the order given. A folder stands for its files,
    /// as <see cref="IFileStore.List"/> gives them.</summary>
    [Id(0)] public required string[] Paths { get; init; }

    /// <summary>The columns that become coordinates; null takes every numeric column.</summary>
    [Id(1)] public string[]? Columns { get; init; }

    /// <summary>The column that holds the weights of the rows; null where every point counts once.</summary>
    [Id(2)] public string? Weight { get; init; }

    /// <summary>What to do with missing cells. A mean would be one of a file and not of all, so it is refused where there are
    /// several files.</summary>
    [Id(3)] public MissingPolicy Missing { get; init; }

    /// <summary>How points are held; null as the files have them.</summary>
    [Id(4)] public Precision? Precision { get; init; }

    /// <summary>The paths as a message names them.</summary>
    internal string Named => Paths.Length == 1 ? Paths[0] : $"{Paths.FirstOrDefault()} and {Paths.Length - 1} more";

    internal TableOptions Options => new() { Columns = Columns, Weight = Weight, Missing = Missing };
}

/// <summary>A file as a first look at it tells.</summary>
/// <param name="CanBeCut">Whether workers can take any of its rows without reading the others.</param>
/// <param name="Groups">How many rows its row groups have, each of which can be read alone; empty where it has none.</param>
[GenerateSerializer, Immutable, Alias("lloyd.file")]
internal sealed record SurveyedFile(
    [property: Id(0)] string Path, [property: Id(1)] long Rows, [property: Id(2)] string[] Columns,
    [property: Id(3)] bool IsSingle, [property: Id(4)] bool CanBeCut, [property: Id(5)] int[] Groups);

/// <summary>Consecutive rows of a file: what one worker or another takes, fixed by the job and never by the cluster.</summary>
/// <param name="FirstInFile">The number of the first row in the file …</param>
/// <param name="First">… and among all points.</param>
/// <param name="FirstGroup">The first of the row groups that hold these rows and no others, counted from 0 …</param>
/// <param name="EndGroup">… and the one after the last; 0 where the file has none.</param>
[GenerateSerializer, Immutable, Alias("lloyd.part")]
internal readonly record struct Part(
    [property: Id(0)] string File, [property: Id(1)] long FirstInFile, [property: Id(2)] int Count,
    [property: Id(3)] long First, [property: Id(4)] int FirstGroup = 0, [property: Id(5)] int EndGroup = 0)
{
    public bool IsOfGroups => EndGroup > 0;

    /// <summary>Whether the rows can be read alone.</summary>
    [Id(6)] public bool IsOfRows { get; init; }
}

/// <summary>A question to the worker of a silo. Asked again with the same number, it is answered from memory.</summary>
/// <param name="Question">The question, or nothing where it was put in pieces before.</param>
/// <param name="Parts">What the worker holds from now on, and is asked about.</param>
[GenerateSerializer, Immutable, Alias("lloyd.request")]
internal sealed record Request(
    [property: Id(0)] Guid Number, [property: Id(1)] ClusterData Data, [property: Id(2)] bool IsSingle,
    [property: Id(3)] int Dimensions, [property: Id(4)] Part[] Parts, [property: Id(5)] byte[]? Question);

internal enum Outcome
{
    Answered,

    /// <summary>The worker must catch up first, and needs the centroids to do so.</summary>
    Cold,

    /// <summary>The points cannot be used.</summary>
    Refused,
}

/// <param name="Length">How many bytes the answer has.</param>
/// <param name="Bytes">The first of them.</param>
/// <param name="Error">Why the points cannot be used.</param>
[GenerateSerializer, Immutable, Alias("lloyd.reply")]
internal sealed record Reply(
    [property: Id(0)] Outcome Outcome, [property: Id(1)] int Length, [property: Id(2)] byte[] Bytes,
    [property: Id(3)] string Error);

/// <summary>What a job is to do: settings and data.</summary>
[GenerateSerializer, Alias("lloyd.spec")]
internal sealed record JobSpec
{
    [Id(0)] public required ClusterData Data { get; init; }
    [Id(1)] public required int K { get; init; }
    [Id(2)] public required uint Seed { get; init; }
    [Id(3)] public required string Seeding { get; init; }
    [Id(4)] public int Rounds { get; init; }
    [Id(5)] public double? Oversampling { get; init; }
    [Id(6)] public byte[] Centroids { get; init; } = [];
    [Id(7)] public int CentroidDimensions { get; init; }
    [Id(8)] public Scaling Scaling { get; init; }
    [Id(9)] public EmptyClusters EmptyClusters { get; init; }
    [Id(10)] public int Restarts { get; init; }
    [Id(11)] public double? Tolerance { get; init; }
    [Id(12)] public int MaxIterations { get; init; }
    [Id(13)] public required string Algorithm { get; init; }
}

/// <summary>How far a job is.</summary>
public enum JobPhase
{
    /// <summary>There is no such job.</summary>
    Unknown,

    /// <summary>It looks at the files and makes the first passes over the points.</summary>
    Describing,

    /// <summary>It chooses initial centroids.</summary>
    Seeding,

    /// <summary>It iterates.</summary>
    Iterating,

    /// <summary>The model is there.</summary>
    Done,

    /// <summary>It stopped at an error, and can be resumed.</summary>
    Failed,

    /// <summary>It was cancelled, and can be resumed.</summary>
    Cancelled,
}

/// <summary>What a job tells of itself.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Phase">How far it is.</param>
/// <param name="Path">The data: the first of its paths.</param>
/// <param name="K">The number of clusters.</param>
/// <param name="Points">n; 0 as long as it is not known.</param>
/// <param name="Restart">The start that runs, counted from 0.</param>
/// <param name="Iteration">t, the number of updates it has made.</param>
/// <param name="Changed">How many points changed cluster.</param>
/// <param name="Movement">How far the last update moved the centroids; null before there was one.</param>
/// <param name="Workers">How many silos hold points.</param>
/// <param name="Retries">How often a question was asked again because a silo was lost, or another had come.</param>
/// <param name="Error">Why it failed; empty otherwise.</param>
/// <param name="Ended">When it came to an end; null while it runs.</param>
/// <param name="MorePaths">How many paths follow the first.</param>
[GenerateSerializer, Immutable, Alias("lloyd.status")]
public sealed record JobStatus(
    [property: Id(0)] Guid Id, [property: Id(1)] JobPhase Phase, [property: Id(2)] string Path, [property: Id(3)] int K,
    [property: Id(4)] long Points, [property: Id(5)] int Restart, [property: Id(6)] int Iteration,
    [property: Id(7)] long Changed, [property: Id(8)] double? Movement, [property: Id(9)] int Workers,
    [property: Id(10)] long Retries, [property: Id(11)] string Error,
    [property: Id(12)] DateTimeOffset? Ended, [property: Id(13)] int MorePaths)
{
    /// <summary>Whether it works, or would if there were workers.</summary>
    public bool IsRunning => Phase is JobPhase.Describing or JobPhase.Seeding or JobPhase.Iterating;
}
