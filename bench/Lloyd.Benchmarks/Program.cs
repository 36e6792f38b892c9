using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Lloyd.Benchmarks;

if (args is ["iterations", var folder, .. var shapes])
{
    Iterations.Print(folder, shapes);
    return;
}

if (args is ["parts", var where, .. var which])
{
    Parts.Print(where, which);
    return;
}

// In this process, so that the peak is measured where the kernels are.
IConfig config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithIterationCount(8).WithToolchain(InProcessEmitToolchain.Instance).WithId("short"))
    .AddColumn(new GigaflopsColumn(), new PeakShareColumn())
    .HideColumns(Column.Error, Column.StdDev, Column.Median, Column.Job)
    .WithOptions(ConfigOptions.JoinSummary);

Console.WriteLine($"FMA peak, one thread: float {Peak.Single:F1} GFLOP/s, double {Peak.Double:F1} GFLOP/s");
// With no argument, everything; `--filter` and the rest of BenchmarkDotNet's options choose.
BenchmarkSwitcher.FromAssembly(typeof(Peak).Assembly).Run(args.Length > 0 ? args : ["--filter", "*"], config);
