using System.Diagnostics;
using System.Globalization;

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

    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);     // earlier, a rate is mostly noise

    private readonly Stopwatch _since = Stopwatch.StartNew();
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

    /// <summary>Says what is done now.</summary>
    public void Say(string line) => _line = line;

    /// <summary>Takes reports, which <paramref name="tell"/> puts into words; null where nobody would see them.</summary>
    public IProgress<T>? Reports<T>(Func<T, string> tell) =>
        _clock is null ? null : new Receiver<T>(report => Say(tell(report)));

    /// <summary>How long it will go on like this, since the line began; nothing before that can be told.</summary>
    /// <param name="done">0 … 1.</param>
    public string TimeLeft(double done)
    {
        TimeSpan gone = _since.Elapsed;
        return gone < Settled || done is <= 0 or >= 1 ? "" : $", {Clock(gone / done - gone)} left";
    }

    /// <summary>How many of something were done in a second, since the line began.</summary>
    public double PerSecond(double count) => count / Math.Max(_since.Elapsed.TotalSeconds, 1e-3);

    /// <summary>How far the work is, how fast, and how long it will go on.</summary>
    public string Rate(string doing, long done, long all, string what)
    {
        double share = done / (double)Math.Max(1, all);
        return $"{doing} {Bar(share)} {Thousands(PerSecond(done))} {what}/s{TimeLeft(share)}";
    }

    private static string Thousands(double count) => count < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{count:G3}")
        : string.Create(CultureInfo.InvariantCulture, $"{count / 1000:F0}k");

    private static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");

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
