using System.Diagnostics.Metrics;

namespace Lloyd.Orleans;

/// <summary>The meter <c>Lloyd.Orleans</c>: what <c>dotnet-counters</c> or any exporter of .NET metrics can read.</summary>
internal static class Telemetry
{
    private static readonly Meter s_meter = new("Lloyd.Orleans");

    public static readonly Counter<long> Iterations = s_meter.CreateCounter<long>(
        "lloyd.iterations", "{iteration}", "Iterations of jobs whose loop runs in this silo");

    public static readonly Counter<long> Points = s_meter.CreateCounter<long>(
        "lloyd.points", "{point}", "Points that this silo has gone through: its rate is points per second");

    public static readonly Counter<long> Retries = s_meter.CreateCounter<long>(
        "lloyd.retries", "{retry}", "Questions asked again because a silo was lost or had come");

    public static readonly Counter<long> BytesSent = s_meter.CreateCounter<long>(
        "lloyd.bytes.sent", "By", "Bytes of questions to workers");

    public static readonly Counter<long> BytesReceived = s_meter.CreateCounter<long>(
        "lloyd.bytes.received", "By", "Bytes of answers of workers");

    public static readonly Gauge<int> Silos = s_meter.CreateGauge<int>("lloyd.silos", "{silo}", "Silos that hold points");
}
