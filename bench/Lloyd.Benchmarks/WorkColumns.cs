using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Lloyd.Benchmarks;

/// <summary>A column computed from the fastest iteration, as the peak is, and the <see cref="WorkAttribute"/> of a kernel.</summary>
internal abstract class WorkColumn(string name, string legend) : IColumn
{
    public string Id => name;

    public string ColumnName => name;

    public string Legend => legend;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        var work = benchmarkCase.Descriptor.WorkloadMethod.GetCustomAttribute<WorkAttribute>();
        if (work is null || summary[benchmarkCase]?.ResultStatistics is not { } time)
            return "";
        int k = (int)benchmarkCase.Parameters[nameof(KernelBenchmark<>.K)];
        int d = (int)benchmarkCase.Parameters[nameof(KernelBenchmark<>.D)];
        return Show(work.Flops(k, d) / time.Min, work.Element);      // operations per nanosecond
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);

    protected abstract string Show(double gigaflops, Type element);
}

internal sealed class GigaflopsColumn() : WorkColumn("GFLOP/s", "10⁹ operations per second of the fastest iteration, one thread")
{
    protected override string Show(double gigaflops, Type element) =>
        gigaflops.ToString("F1", CultureInfo.InvariantCulture);
}

internal sealed class PeakShareColumn() : WorkColumn("of peak", "Share of the measured FMA peak of one thread")
{
    protected override string Show(double gigaflops, Type element) =>
        (gigaflops / Peak.Of(element)).ToString("P0", CultureInfo.InvariantCulture);
}
