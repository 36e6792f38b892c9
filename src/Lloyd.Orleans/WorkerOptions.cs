namespace Lloyd.Orleans;

/// <summary>What a worker brings.</summary>
public sealed class WorkerOptions
{
    /// <summary>Its name in messages and logs.</summary>
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>At most how many threads compute.</summary>
    public int Threads { get; set; } = Environment.ProcessorCount;

    /// <summary>Where the files of jobs lie.</summary>
    public IFileStore Store { get; set; } = new SharedFileSystem();

    /// <summary>At most how many bytes points and their copies may take; beyond, they are read from mapped files. Null: any
    /// number.</summary>
    public long? Memory { get; set; }
}
