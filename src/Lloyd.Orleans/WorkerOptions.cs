namespace Lloyd.Orleans;

/// <summary>What a worker brings.</summary>
public sealed class WorkerOptions
{
    /// <summary>Its name in messages and logs.</summary>
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>At most how many threads compute.</summary>
    public int Threads { get; set; } = Environment.ProcessorCount;
}
