using Lloyd.Data.Reading;

namespace Lloyd.Data.Csv;

/// <summary>Reads text in chunks of whole lines, on all cores, as long as the lines are plain.</summary>
/// <param name="choice">The columns that are taken.</param>
/// <param name="cells">Takes the cells.</param>
/// <param name="rows">Takes the rows.</param>
/// <param name="memory">At most how many bytes of rows stay in memory; the chunks take about a quarter of that on top. Null:
/// any.</param>
internal sealed class CsvChunks(ColumnChoice choice, CsvCells cells, RowCollector<double> rows, long? memory)
{
    private const int ChunkBytes = 1 << 19;
    private const int ChunkMemory = 4 * ChunkBytes;     // with the numbers of short cells
    private const int ChunksPerCore = 4;    // one core may be slower than another

    private readonly PlainLines _lines = new(choice, cells);
    private byte[] _ahead = [];             // the start of a line whose end is not read yet
    private CsvPlace _place;

    /// <summary>Reads as far as lines are plain: what is left, and where it begins; nothing where nothing is left.</summary>
    public (Stream? Left, CsvPlace Place) Read(PeekStream text)
    {
        if (cells.Dialect.Columns.Count == 1)
            return (text, _place);
        var chunks = new Chunk[Math.Clamp((memory ?? long.MaxValue) / 4 / ChunkMemory, 1, Environment.ProcessorCount * ChunksPerCore)];
        while (true)
        {
            int count = 0;
            bool plain = true, more = true;
            while (count < chunks.Length && plain && (more = TryFill(chunks[count] ??= new Chunk(), text)))
                if (plain = chunks[count].IsPlain)
                    Begin(chunks[count++]);
            Read(chunks.AsSpan(0, count).ToArray());
            if (!plain)
                return (new Rejoined(chunks[count].Text, _ahead, text), _place);
            if (!more)
                return (null, _place);
        }
    }

    /// <summary>Reads chunks side by side. The first that has a bad line, in the order of the file, says so.</summary>
    private void Read(Chunk[] chunks)
    {
        var errors = new Exception?[chunks.Length];
        void ReadOne(int i)
        {
            try
            {
                if (chunks[i].Block is null || chunks[i].Block.Capacity < chunks[i].Lines)
                    chunks[i].Block = new RowBlock<double>(choice, chunks[i].Lines + chunks[i].Lines / 8);
                chunks[i].Block.Clear();
                _lines.Read(chunks[i].Text.Span, chunks[i].Block, chunks[i].Place);
            }
            catch (Exception e) when (e is InvalidInputException or OutOfMemoryException)
            {
                errors[i] = e;
            }
        }
        if (Environment.ProcessorCount == 1 || chunks.Length == 1)      // threads there are none in a browser
            for (int i = 0; i < chunks.Length; i++)
                ReadOne(i);
        else
            Parallel.For(0, chunks.Length, ReadOne);
        for (int i = 0; i < chunks.Length; i++)
        {
            if (errors[i] is { } error)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
            rows.Add(chunks[i].Block);
        }
    }

    /// <summary>Fills a chunk with whole lines; false where the text has ended.</summary>
    private bool TryFill(Chunk chunk, PeekStream text)
    {
        var buffer = chunk.Buffer;
        if (buffer.Length < ChunkBytes)
            buffer = new byte[text.Remaining is long bytes ? (int)Math.Min(ChunkBytes, _ahead.Length + bytes + 1) : 1 << 16];
        int used = 0;
        if (_ahead.Length > 0)
        {
            if (buffer.Length <= _ahead.Length)
                Array.Resize(ref buffer, 2 * _ahead.Length);
            _ahead.CopyTo(buffer, 0);
            used = _ahead.Length;
            _ahead = [];
        }
        int end = 0;
        while (end == 0)
        {
            if (used == buffer.Length - 1)
            {
                if (used >= CsvDialect.LongestLine)
                    break;      // what is wrong with so long a line the other reader says
                Array.Resize(ref buffer, 2 * buffer.Length);
            }
            int read = text.Fill(buffer.AsSpan(used, buffer.Length - 1 - used));
            used += read;
            bool ended = used < buffer.Length - 1;
            if (ended && used > 0 && buffer[used - 1] != '\n')
                buffer[used++] = (byte)'\n';
            end = buffer.AsSpan(0, used).LastIndexOf((byte)'\n') + 1;
            if (ended)
                break;
        }
        _ahead = buffer.AsSpan(end, used - end).ToArray();
        if (end == 0)
            (end, _ahead) = (used, []);
        chunk.Set(buffer, end);
        return used > 0;
    }

    /// <summary>Gives a chunk its place, and takes the header out of the first one.</summary>
    private void Begin(Chunk chunk)
    {
        chunk.Lines = chunk.Text.Span.Count((byte)'\n');
        long after = _place.Lines + chunk.Lines;
        while (_place.FirstLine == 0 && !chunk.Text.IsEmpty)
        {
            int length = chunk.Text.Span.IndexOf((byte)'\n') + 1;
            var line = chunk.Text.Span[..length];
            bool blank = PlainLines.IsBlank(line);
            _place = new CsvPlace(_place.Lines + (blank || cells.Dialect.HasHeader ? 1 : 0), blank ? 0 : _place.Lines + 1);
            if (blank || cells.Dialect.HasHeader)
                chunk.Text = chunk.Text[length..];
        }
        chunk.Place = _place;
        _place = _place with { Lines = after };
    }

    private sealed class Chunk
    {
        public byte[] Buffer { get; private set; } = [];

        public ReadOnlyMemory<byte> Text { get; set; }

        public int Lines { get; set; }

        public CsvPlace Place { get; set; }

        public RowBlock<double> Block { get; set; } = null!;

        public bool IsPlain => PlainLines.ArePlain(Text.Span) && Text.Span[^1] == '\n';

        public void Set(byte[] buffer, int length) => (Buffer, Text) = (buffer, buffer.AsMemory(0, length));
    }
}
