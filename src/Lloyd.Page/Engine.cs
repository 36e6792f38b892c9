using System.Globalization;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Lloyd.Data;
using Lloyd.Exact;
using Lloyd.Pictures;
using Lloyd.Watch;

namespace Lloyd.Page;

/// <summary>What worker.js calls. Numbers cross as typed arrays, so that every bit arrives.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Engine
{
    private static Sample _whole = Sample.Empty;        // all columns of what was loaded
    private static Session _session = new(Sample.Empty);
    private static IEnumerator<WatchedStep>? _run;
    private static WatchedStep _step = null!;           // that the run is at
    private static (int[] Labels, int[] Counts, double Inertia) _preview;
    private static KMeansModel? _end;
    private static Plane? _plane;
    private static (Metric Metric, PrincipalComponents Found)? _components;

    // ---- the points -------------------------------------------------------------------------------------------

    [JSExport]
    internal static void Generate(string description) => Use(BuiltIn.Make(description));

    /// <summary>Reads a file of any format that Lloyd.Data knows.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="missing">"error", "drop" or "mean".</param>
    /// <param name="truth">The column that holds the true clusters; empty for none.</param>
    [JSExport]
    internal static void ReadTable(byte[] bytes, string missing, string truth)
    {
        var options = new TableOptions { Missing = Enum.Parse<MissingPolicy>(missing, ignoreCase: true) };
        Use(Sample.Of(Table.Read(new MemoryStream(bytes), options, new Progress(bytes.Length)), truth));
    }

    [JSExport]
    internal static void UseRows(double[] values, string[] columns) =>
        Use(new Sample(new Points<double>(values, columns.Length) { Columns = columns }, columns, [], []));

    /// <summary>Has these columns alone take part, of all that were loaded.</summary>
    [JSExport]
    internal static void Take(int[] chosen) => Open(_whole.Take(chosen));

    [JSExport]
    internal static string[] AllColumns() => _whole.Columns;

    /// <summary>The names of the columns that cannot take part, then as many reasons.</summary>
    [JSExport]
    internal static string[] LeftOut() => [.. _whole.LeftOut.Select(column => column.Name), .. _whole.LeftOut.Select(column => column.Reason)];

    [JSExport]
    internal static int Count() => _session.Sample.Points.Count;

    [JSExport]
    internal static string[] Columns() => _session.Sample.Columns;

    [JSExport]
    internal static string[] Notes() => _session.Sample.Notes;

    [JSExport]
    internal static double[] Values() => _session.Sample.Points.Values.ToArray();

    [JSExport]
    internal static int[] Truth() => _session.Sample.Truth;

    [JSExport]
    internal static double[] VarianceShares() => _session.Sample.VarianceShares();

    [JSExport]
    internal static void FindComponents(string scale) => _components = _session.Components(Settings.ScalingOf(scale));

    [JSExport]
    internal static double[] ComponentsOffsets() => _components!.Value.Metric.Offsets.ToArray();

    [JSExport]
    internal static double[] ComponentsRanges() => _components!.Value.Metric.Ranges.ToArray();

    [JSExport]
    internal static double[] ComponentsMean() => _components!.Value.Found.Mean.ToArray();

    /// <summary>The first two directions.</summary>
    [JSExport]
    internal static double[] ComponentsDirections() =>
        _components!.Value.Found.Directions[..(2 * _session.Sample.Points.Dimensions)].ToArray();

    [JSExport]
    internal static double[] ComponentsShares() => _components!.Value.Found.VarianceShares.ToArray();

    // ---- the run ----------------------------------------------------------------------------------------------

    [JSExport]
    internal static void Start(
        int k, string init, double seed, string scale, string empty, double tolerance, int iterations, string edits)
    {
        End();
        _run = _session.Run(Settings.Of(k, init, seed, scale, empty, tolerance, iterations), edits).GetEnumerator();
    }

    /// <summary>Computes the next step; false when the run has ended.</summary>
    [JSExport]
    internal static bool Next()
    {
        if (_run is null || !_run.MoveNext())
        {
            End();
            return false;
        }
        _step = _run.Current;
        return true;
    }

    [JSExport]
    internal static void Finish(
        int k, string init, double seed, string scale, string empty, double tolerance, int iterations) =>
        _end = Settings.Of(k, init, seed, scale, empty, tolerance, iterations).Fit(_session.Sample.Points);

    [JSExport]
    internal static double EndInertia() => _end!.Inertia;

    [JSExport]
    internal static int EndIterations() => _end!.Iterations;

    [JSExport]
    internal static double[] EndCentroids() => _end!.Centroids.ToArray();

    [JSExport]
    internal static double[] Judge(
        int k, string init, double seed, string scale, string empty, double tolerance, int iterations, int sample) =>
        _session.Judge(Settings.Of(k, init, seed, scale, empty, tolerance, iterations), sample);

    [JSExport]
    internal static string Picture(
        int k, string init, double seed, string scale, string empty, double tolerance, int iterations, string edits,
        int half, string title, bool lines, bool tails) =>
        _session.Draw(
            Settings.Of(k, init, seed, scale, empty, tolerance, iterations), edits, half, _session.PlotOf(_plane!, title, lines, tails));

    [JSExport]
    internal static string RawPicture(bool truth, string title) => _session.DrawRaw(_session.PlotOf(_plane!, title), truth);

    /// <summary>The plane of the pictures that follow.</summary>
    /// <param name="units">Size and from of the axis across, then of that which goes up.</param>
    [JSExport]
    internal static void UsePlane(
        double[] offsets, double[] ranges, double[] origin, double[] across, double[] up, double[] units, string[] names,
        bool hasOneScale, bool showsRegions, string words) =>
        _plane = Session.PlaneOf(
            offsets, ranges, origin, across, up, units, names, hasOneScale, showsRegions, words);

    [JSExport]
    internal static void Preview(
        int k, string init, double seed, string scale, string empty, double tolerance, int iterations, double[] centroids) =>
        _preview = _session.Preview(Settings.Of(k, init, seed, scale, empty, tolerance, iterations), centroids);

    [JSExport]
    internal static int[] PreviewLabels() => _preview.Labels;

    [JSExport]
    internal static int[] PreviewCounts() => _preview.Counts;

    [JSExport]
    internal static double PreviewInertia() => _preview.Inertia;

    [JSExport]
    internal static double Inertia() => _step.Step.Inertia;

    [JSExport]
    internal static double Movement() => _step.Step.Movement ?? double.NaN;

    [JSExport]
    internal static bool Final() => _step.Step.Final;

    [JSExport]
    internal static double[] Centroids() => _step.Step.Centroids.ToArray();

    [JSExport]
    internal static double[] CentroidsInOriginalUnits() => _step.Step.CentroidsInOriginalUnits();

    [JSExport]
    internal static double[] Arrived() => _step.Arrived.ToArray();

    [JSExport]
    internal static double ArrivedInertia() => _step.ArrivedInertia;

    [JSExport]
    internal static int[] Counts() => _step.Counts;

    [JSExport]
    internal static int[] ChangedRows() => _step.ChangedRows;

    [JSExport]
    internal static int[] ChangedLabels() => _step.ChangedLabels;

    [JSExport]
    internal static double[] Offsets() => _step.Step.Metric.Offsets.ToArray();

    [JSExport]
    internal static double[] Ranges() => _step.Step.Metric.Ranges.ToArray();

    // ---- for tests --------------------------------------------------------------------------------------------

    [JSExport]
    internal static string FingerprintOf(
        int k, string init, double seed, string scale, string empty, double tolerance, int iterations) =>
        Fingerprint.Of(Settings.Of(k, init, seed, scale, empty, tolerance, iterations).Steps(_session.Sample.Points));

    /// <summary>The logarithms, and the sines and cosines, of as many values; as text, since 64 bits do not cross.</summary>
    [JSExport]
    internal static string[] ElementaryFingerprints(int count) =>
    [
        Elementary.LogFingerprint(count).ToString(CultureInfo.InvariantCulture),
        Elementary.SinCosFingerprint(count).ToString(CultureInfo.InvariantCulture),
    ];

    /// <summary>Tells worker.js which share of a file has been read.</summary>
    [JSImport("read", "worker")]
    private static partial void TellRead(double share);

    private sealed class Progress(double length) : IProgress<long>
    {
        public void Report(long value) => TellRead(value / length);
    }

    private static void Use(Sample sample)
    {
        _whole = sample;
        Open(sample);
    }

    private static void Open(Sample sample)
    {
        End();
        _session.Dispose();
        _session = new Session(sample);
    }

    private static void End()
    {
        _run?.Dispose();
        _run = null;
    }
}
