using System.Diagnostics.Metrics;

namespace Lloyd.ClusterBench;

/// <summary>The bytes that the meter of Lloyd.Orleans counts.</summary>
internal sealed class Bytes : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _sent, _received;

    public Bytes()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Lloyd.Orleans")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, bytes, _, _) =>
        {
            if (instrument.Name == "lloyd.bytes.sent")
                Interlocked.Add(ref _sent, bytes);
            else if (instrument.Name == "lloyd.bytes.received")
                Interlocked.Add(ref _received, bytes);
        });
        _listener.Start();
    }

    public long Sent => _sent;

    public long Received => _received;

    public void Clear() => _sent = _received = 0;

    public void Dispose() => _listener.Dispose();
}
