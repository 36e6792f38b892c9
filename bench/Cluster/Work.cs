using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Lloyd.Datasets;

namespace Lloyd.ClusterBench;

/// <summary>Points, in memory and as four files.</summary>
internal static class Work
{
    private const int Files = 4;

    public static Points<float> Write(string folder, int n, int d)
    {
        Dataset blobs = new Blobs { Samples = n, Features = d, Centers = 100, Std = 3, Seed = 1 }.Make();
        var points = new Points<float>(Array.ConvertAll(blobs.Points.Values.ToArray(), value => (float)value), d);
        for (int i = 0; i < Files; i++)
        {
            int first = n / Files * i, count = n / Files;
            string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({count}, {d}), }}".PadRight(117) + "\n";
            using var file = new BinaryWriter(File.Create(Path.Combine(folder, $"part-{i}.npy")));
            file.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0]);
            file.Write((ushort)header.Length);
            file.Write(Encoding.ASCII.GetBytes(header));
            file.Write(MemoryMarshal.AsBytes(points.Values.Slice(first * d, count * d)));
        }
        return points;
    }

    public static double Seconds(Action work)
    {
        long started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
