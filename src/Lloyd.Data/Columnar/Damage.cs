using Lloyd.Data.Reading;

namespace Lloyd.Data.Columnar;

/// <summary>What libraries throw at damaged files, as errors that name the place.</summary>
internal static class Damage
{
    /// <summary>Runs a library on a part of a file.</summary>
    public static TResult Tell<TResult>(TableSource source, string where, Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsOfFile(e))
        {
            throw Error(source, where, e);
        }
    }

    /// <summary>Whether the bytes of the file are to blame: the library was given nothing else.</summary>
    public static bool IsOfFile(Exception e) => e is not (InvalidInputException or OperationCanceledException);

    public static InvalidInputException Error(TableSource source, string where, Exception e) => source.Error(e is OutOfMemoryException
        ? $"{where} does not fit into the memory that there is; allow more, or write the file in smaller row groups or batches"
        : $"{where} cannot be read ({e.GetType().Name}: {Shown.Text(e.Message, limit: 100)}); "
            + "the file is damaged, or written in a way that is not read here: write it again", e);
}
