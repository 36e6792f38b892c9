using System.Numerics;
using Lloyd.Data;
using Lloyd.Shares;

namespace Lloyd.Orleans;

/// <summary>The segments that a worker holds for a job.</summary>
internal sealed class Holdings(WorkerOptions worker) : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<Source, Table> _tables = [];
    private readonly List<(Part[] Parts, Segment Segment)> _segments = [];
    private long _rows;

    /// <summary>Ends what is being computed; nothing held is of use afterwards.</summary>
    public void End() => _ending.Cancel();

    /// <summary>Holds the parts of a request from now on, and no others.</summary>
    /// <exception cref="InvalidInputException">A file cannot be read, or has changed.</exception>
    public IEnumerable<Segment> Hold(Request request)
    {
        var wanted = request.Parts.ToHashSet();
        foreach ((Part[] Parts, Segment Segment) held in _segments.Where(held => !held.Parts.All(wanted.Contains)).ToArray())
        {
            held.Segment.Dispose();
            _segments.Remove(held);
        }
        foreach (Source source in _tables.Keys.Except(_segments.Select(held => Source.Of(held.Parts))).ToArray())
        {
            _tables[source].Dispose();
            _tables.Remove(source);
        }
        Part[] missing = [.. request.Parts.Except(_segments.SelectMany(held => held.Parts)).OrderBy(part => part.First)];
        _rows = request.Parts.Sum(part => (long)part.Count);
        foreach (Part[] run in Runs(missing, request.Dimensions))
            _segments.Add((run, request.IsSingle ? New<float>(request, run) : New<double>(request, run)));
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

    /// <summary>Neighbours become one segment, as far as a table holds them: the fewer, the less is kept beside the
    /// points.</summary>
    private static IEnumerable<Part[]> Runs(Part[] parts, int dimensions)
    {
        long most = Array.MaxLength / dimensions;
        for (int first = 0, end; first < parts.Length; first = end)
        {
            long rows = parts[first].Count;
            for (end = first + 1; end < parts.Length && Follows(parts[end - 1], parts[end]) && rows + parts[end].Count <= most; end++)
                rows += parts[end].Count;
            yield return parts[first..end];
        }
    }

    private static bool Follows(Part part, Part next) =>
        next.File == part.File && next.FirstInFile == part.FirstInFile + part.Count;

    private long? ShareOfMemory(Part[] run) =>
        worker.Memory is { } memory ? Math.Max(1, (long)(memory * ((double)Rows(run) / _rows))) : null;

    private PointSegment<T> New<T>(Request request, Part[] run) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Part first = run[0];
        Points<T> points = TableOf(run, request).ToPoints<T>();
        return new PointSegment<T>(points, first.First, first.File, first.FirstInFile, ShareOfMemory(run), worker.Threads, _ending.Token);
    }

    /// <summary>The file, or those of its row groups or rows that make the run.</summary>
    private Table TableOf(Part[] run, Request request)
    {
        var source = Source.Of(run);
        if (!_tables.TryGetValue(source, out Table? table))
        {
            TableOptions options = request.Data.Options with { Memory = ShareOfMemory(run), RowGroups = source.Groups, Rows = source.Rows };
            _tables[source] = table = worker.Store.Read(source.File, options, _ending.Token);
        }
        if (table.Rows != Rows(run))
            throw new InvalidInputException(
                $"{source} has {table.Rows} rows, but {Rows(run)} were there when the job began. Put the file back as it was.");
        return table.Columns.Count == request.Dimensions
            ? table
            : throw new InvalidInputException(
                $"{source} has {table.Columns.Count} columns, but {request.Dimensions} were there when the job began. Put the file back as it was.");
    }

    private static long Rows(Part[] run) => run.Sum(part => (long)part.Count);

    /// <summary>What a table is read from: a file, or some of its row groups or rows.</summary>
    private readonly record struct Source(string File, Range? Groups, RowRange? Rows)
    {
        public static Source Of(Part[] run) => new(
            run[0].File, run[0].IsOfGroups ? run[0].FirstGroup..run[^1].EndGroup : null,
            run[0].IsOfRows ? new RowRange(run[0].FirstInFile, Holdings.Rows(run)) : null);

        public override string ToString() =>
            Groups is { } groups ? $"{File}, row groups {groups.Start.Value + 1} to {groups.End}," : File;
    }
}
