using System.Numerics;
using Lloyd.Data;
using Lloyd.Shares;

namespace Lloyd.Orleans;

/// <summary>The segments that a worker holds for a job.</summary>
internal sealed class Holdings(WorkerOptions worker) : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<string, Table> _tables = [];
    private readonly List<(Part[] Parts, Segment Segment)> _segments = [];
    private long _rows;

    /// <summary>Ends what is being computed; nothing held is of use afterwards.</summary>
    public void End() => _ending.Cancel();

    /// <summary>Holds these parts from now on, and no others.</summary>
    /// <exception cref="InvalidInputException">A file cannot be read, or has changed.</exception>
    public IEnumerable<Segment> Hold(ClusterData data, bool isSingle, Part[] parts)
    {
        var wanted = parts.ToHashSet();
        foreach ((Part[] Parts, Segment Segment) held in _segments.Where(held => !held.Parts.All(wanted.Contains)).ToArray())
        {
            held.Segment.Dispose();
            _segments.Remove(held);
        }
        foreach (string file in _tables.Keys.Where(file => !_segments.Any(held => held.Parts[0].File == file)).ToArray())
        {
            _tables[file].Dispose();
            _tables.Remove(file);
        }
        Part[] missing = [.. parts.Except(_segments.SelectMany(held => held.Parts)).OrderBy(part => part.First)];
        _rows = parts.Sum(part => (long)part.Count);
        foreach (Part[] run in Runs(missing))
            _segments.Add((run, isSingle ? New<float>(data, run) : New<double>(data, run)));
        return _segments.Select(held => held.Segment);
    }

    public void Dispose()
    {
        foreach ((_, Segment segment) in _segments)
            segment.Dispose();
        foreach (Table table in _tables.Values)
            table.Dispose();
        _ending.Dispose();
    }

    /// <summary>Neighbours become one segment: the fewer, the less is kept beside the points.</summary>
    private static IEnumerable<Part[]> Runs(Part[] parts)
    {
        for (int first = 0, end; first < parts.Length; first = end)
        {
            for (end = first + 1; end < parts.Length && Follows(parts[end - 1], parts[end]);)
                end++;
            yield return parts[first..end];
        }
    }

    private long? ShareOfMemory(Part[] run) =>
        worker.Memory is { } memory ? (long)(memory * ((double)run.Sum(part => (long)part.Count) / _rows)) : null;

    private static bool Follows(Part part, Part next) =>
        next.File == part.File && next.FirstInFile == part.FirstInFile + part.Count;

    private PointSegment<T> New<T>(ClusterData data, Part[] run) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string file = run[0].File;
        Part last = run[^1];
        if (!_tables.TryGetValue(file, out Table? table))
            _tables[file] = table = Table.Read(file, data.Options with { Memory = worker.Memory }, cancellationToken: _ending.Token);
        if (table.Rows < last.FirstInFile + last.Count)
            throw new InvalidInputException(
                $"{file} has {table.Rows} rows, but rows up to {last.FirstInFile + last.Count} were there when the job began. Put the file back as it was.");
        Points<T> points = table.ToPoints<T>().Slice(
            checked((int)run[0].FirstInFile), checked((int)(last.FirstInFile + last.Count - run[0].FirstInFile)));
        return new PointSegment<T>(points, run[0].First, file, run[0].FirstInFile, ShareOfMemory(run), worker.Threads, _ending.Token);
    }
}
