using System.IO.MemoryMappedFiles;
using System.Numerics;
using System.Runtime.InteropServices;
using Lloyd.Data.Npy;

namespace Lloyd.Data.Reading;

/// <summary>Rows that memory does not hold: in a temporary file, laid out as the values of an .npy file, which goes when
/// the process ends at the latest.</summary>
internal sealed class SpilledRows<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int WriteBlock = 1 << 20;     // values: as bytes, a chunk may be too large for one span

    private readonly TableSource _source;
    private readonly FileStream _file;
    private MappedBlock<T>? _mapping;

    public SpilledRows(TableSource source)
    {
        _source = source;
        string path = Path.Combine(Path.GetTempPath(), $"lloyd-{Path.GetRandomFileName()}.npy");
        try
        {
            _file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete,
                bufferSize: 0, FileOptions.DeleteOnClose);
            if (!OperatingSystem.IsWindows())
                File.Delete(path);      // it lives until it is closed, and nothing is left whatever happens
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    public void Write(ReadOnlySpan<T> values)
    {
        _source.CancellationToken.ThrowIfCancellationRequested();
        try
        {
            for (; !values.IsEmpty; values = values[Math.Min(WriteBlock, values.Length)..])
                _file.Write(MemoryMarshal.AsBytes(values[..Math.Min(WriteBlock, values.Length)]));
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    /// <summary>All that was written, which may be changed.</summary>
    public Memory<T> Map(long values)
    {
        _mapping = new MappedBlock<T>(_file, 0, (int)values, MemoryMappedFileAccess.ReadWrite);
        return _mapping.Memory;
    }

    public void Dispose()
    {
        _mapping?.Close();
        _file.Dispose();
    }

    private InvalidInputException Failed(Exception e) => _source.Error(
        $"the rows do not fit into the memory that is allowed, and the folder for temporary files, {Path.GetTempPath()}, "
        + $"does not take them: {Shown.Text(e.Message, limit: 200)}", e);
}
