using System.Globalization;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Lloyd.Data;
using Lloyd.Exact;
using Lloyd.Pictures;

namespace Lloyd.Page;

/// <summary>What worker.js calls. Numbers cross as typed arrays, so that every bit arrives.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Engine
{
    private static readonly Session Session = new();
    private static Step? _preview;
    private static KMeansModel? _end;

    // ---- the points -------------------------------------------------------------------------------------------

    [JSExport]
    internal static void Generate(string description) => Session.Use(BuiltIn.Make(description));

    [JSExport]
    internal static void ReadTable(byte[] bytes)
    {
        Table table = Table.Read(new MemoryStream(bytes));
        Session.Use(new Sample(table.ToPoints<double>(), [.. table.Columns], [], [.. table.Notes]));
    }

    [JSExport]
    internal static void UseRows(double[] values, string[] columns) =>
        Session.Use(new Sample(new Points<double>(values, columns.Length) { Columns = columns }, columns, [], []));

    [JSExport]
    internal static int Count() => Session.Sample.Points.Count;

    [JSExport]
    internal static string[] Columns() => Session.Sample.Columns;

    [JSExport]
    internal static string[] Notes() => Session.Sample.Notes;

    [JSExport]
    internal static double[] Values() => Session.Sample.Points.Values.ToArray();

    [JSExport]
    internal static int[] Truth() => Session.Sample.Truth;

    [JSExport]
    internal static double[] VarianceShares() => Session.Sample.VarianceShares();

    // ---- the run ----------------------------------------------------------------------------------------------

    [JSExport]
    internal static void Start(
        int k, string init, double seed, string scale, string empty, double tolerance, int iterations, string edits) =>
        Session.Start(Settings.Of(k, init, seed, scale, empty, tolerance, iterations), edits);

    [JSExport]
    internal static bool Next() => Session.Next();

    [JSExport]
    internal static void Finish(
        int k, string init, double seed, string scale, string empty, double tolerance, int iterations) =>
        _end = Settings.Of(k, init, seed, scale, empty, tolerance, iterations).Fit(Session.Sample.Points);

    [JSExport]
    internal static double EndInertia() => _end!.Inertia;

    [JSExport]
    internal static int EndIterations() => _end!.Iterations;

    [JSExport]
    internal static double[] EndCentroids() => _end!.Centroids.ToArray();

    [JSExport]
    internal static double[] Judge(
        int k, string init, double seed, string scale, string empty, double tolerance, int iterations, int sample) =>
        Session.Judge(Settings.Of(k, init, seed, scale, empty, tolerance, iterations), sample);

    [JSExport]
    internal static string Picture(
        int k, string init, double seed, string scale, string empty, double tolerance, int iterations, string edits,
        int half, int x, int y, bool regions, string title) =>
        Session.Draw(Settings.Of(k, init, seed, scale, empty, tolerance, iterations), edits, half, Session.PlotOf(x, y, regions, title));

    [JSExport]
    internal static string RawPicture(int x, int y, bool truth, string title) =>
        Svg.Still(Session.PlotOf(x, y, false, title), Frame.Raw(Session.Sample.Points.Count, truth ? Session.Sample.Truth : default));

    [JSExport]
    internal static void Preview(double[] centroids) => _preview = Session.Preview(centroids);

    [JSExport]
    internal static int[] PreviewLabels() => _preview!.Labels.ToArray();

    [JSExport]
    internal static int[] PreviewCounts() => CountsOf(_preview!);

    [JSExport]
    internal static double PreviewInertia() => _preview!.Inertia;

    [JSExport]
    internal static double Inertia() => Session.Step.Inertia;

    [JSExport]
    internal static double Movement() => Session.Step.Movement ?? double.NaN;

    [JSExport]
    internal static bool Final() => Session.Step.Final;

    [JSExport]
    internal static double[] Centroids() => Session.Step.Centroids.ToArray();

    [JSExport]
    internal static double[] CentroidsInOriginalUnits() => Session.Step.CentroidsInOriginalUnits();

    [JSExport]
    internal static double[] Arrived() => Session.Arrived.ToArray();

    [JSExport]
    internal static double ArrivedInertia() => Session.ArrivedInertia;

    [JSExport]
    internal static int[] Counts() => CountsOf(Session.Step);

    [JSExport]
    internal static int[] ChangedRows() => Session.ChangedRows;

    [JSExport]
    internal static int[] ChangedLabels()
    {
        Step step = Session.Step;
        return [.. Session.ChangedRows.Select(row => step.Labels.Span[row])];
    }

    [JSExport]
    internal static double[] Offsets() => Session.Step.Metric.Offsets.ToArray();

    [JSExport]
    internal static double[] Ranges() => Session.Step.Metric.Ranges.ToArray();

    // ---- for tests --------------------------------------------------------------------------------------------

    [JSExport]
    internal static string FingerprintOf(
        int k, string init, double seed, string scale, string empty, double tolerance, int iterations) =>
        Fingerprint.Of(Settings.Of(k, init, seed, scale, empty, tolerance, iterations).Steps(Session.Sample.Points));

    /// <summary>The logarithms, and the sines and cosines, of as many values; as text, since 64 bits do not cross.</summary>
    [JSExport]
    internal static string[] ElementaryFingerprints(int count) =>
    [
        Elementary.LogFingerprint(count).ToString(CultureInfo.InvariantCulture),
        Elementary.SinCosFingerprint(count).ToString(CultureInfo.InvariantCulture),
    ];

    private static int[] CountsOf(Step step) => [.. step.Counts.ToArray().Select(count => (int)count)];
}
