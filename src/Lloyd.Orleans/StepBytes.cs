using Lloyd.Shares;

namespace Lloyd.Orleans;

/// <summary>A <see cref="Step"/> as it travels. Labels stay with the workers: a step that comes from them has none.</summary>
internal static class StepBytes
{
    public static byte[] Of(SharedIteration iteration, Metric metric, double inertia) => Wire.Bytes(to =>
    {
        to.Write(iteration.Number);
        metric.Write(to);
        to.WriteDoubles(iteration.Centroids);
        to.WriteLongs(iteration.Counts);
        to.Write(inertia);
        to.Write(iteration.Changed);
        to.Write(iteration.Movement is not null);
        if (iteration.Movement is { } movement)
            to.Write(movement);
    });

    public static Step Read(byte[] bytes) => Wire.From(bytes, from => new Step(
        from.ReadInt32(), Metric.Read(from), from.ReadDoubles(), labels: default, from.ReadLongs(), from.ReadDouble(),
        from.ReadInt64(), from.ReadBoolean() ? from.ReadDouble() : null));
}
