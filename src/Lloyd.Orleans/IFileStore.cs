namespace Lloyd.Orleans;

/// <summary>Where the files of jobs lie. Workers read them there, and so does who writes labels: all of them must see the same
/// files under the same paths. It is asked by several threads at once.</summary>
/// <remarks>Whatever it throws stops the job, with a message that names worker, file and reason; the job can be resumed. Trying
/// again where a network fails for a moment is up to the store.</remarks>
public interface IFileStore
{
    /// <summary>The files that a path stands for, in the order of their rows.</summary>
    /// <param name="path">One of <see cref="ClusterData.Paths"/>.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Those of a folder; of a path that is no folder, itself.</returns>
    IReadOnlyList<string> List(string path, CancellationToken cancellation);

    /// <summary>Opens a file to be read.</summary>
    /// <param name="path">One of what <see cref="List"/> gave.</param>
    /// <param name="cancellation">Ends the work, reading too where the stream can.</param>
    /// <returns>The bytes from the first on. It tells its length and can seek, and gets reads of some 64 KiB. A
    /// <see cref="FileStream"/> is mapped into memory where the format allows it.</returns>
    Stream Open(string path, CancellationToken cancellation);
}
