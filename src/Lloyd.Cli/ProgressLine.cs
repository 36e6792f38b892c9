namespace Lloyd.Cli;

/// <summary>
/// One line that tells how far the work is, where stderr is a terminal; elsewhere nothing. It is drawn on a clock, so
/// that the work only leaves word, and erased at the end; short work never sees it.
/// </summary>
internal sealed class ProgressLine : IDisposable
{
    private const int BarWidth = 20;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Timer? _clock;     // nothing: stderr is no terminal
    private volatile string _line;
    private string _drawn = "";
    private bool _ended;

    public ProgressLine(string line)
    {
        _line = line;
        if (!Console.IsErrorRedirected)
            _clock = new Timer(_ => Draw(), null, First, Every);
    }

    /// <summary>Takes reports, which <paramref name="tell"/> puts into words; null where nobody would see them.</summary>
    public IProgress<T>? Reports<T>(Func<T, string> tell) =>
        _clock is null ? null : new Receiver<T>(report => _line = tell(report));

    /// <summary>A bar.</summary>
    /// <param name="done">0 … 1.</param>
    public static string Bar(double done)
    {
        int full = (int)(BarWidth * Math.Clamp(done, 0, 1));
        return $"[{new string('#', full)}{new string('.', BarWidth - full)}]";
    }

    public void Dispose()
    {
        _clock?.Dispose();
        lock (_lock)
        {
            _ended = true;
            if (_drawn.Length > 0)
                Console.Error.Write($"\r{new string(' ', _drawn.Length)}\r");
        }
    }

    private void Draw()
    {
        lock (_lock)
        {
            string line = _line;
            if (_ended || line == _drawn)
                return;
            Console.Error.Write($"\r{line.PadRight(_drawn.Length)}");
            _drawn = line;
        }
    }

    private sealed class Receiver<T>(Action<T> take) : IProgress<T>
    {
        public void Report(T value) => take(value);
    }
}
