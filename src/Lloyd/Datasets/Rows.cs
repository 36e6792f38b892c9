using Lloyd.Streams;

namespace Lloyd.Datasets;

/// <summary>What the generators do to whole sets of rows.</summary>
internal static class Rows
{
    /// <summary>Puts the rows and their labels into one random order, as scikit-learn's <c>shuffle</c> does.</summary>
    public static void Shuffle(Mt19937 random, double[] values, int[] labels)
    {
        int features = values.Length / labels.Length;
        int[] order = [.. Enumerable.Range(0, labels.Length)];
        random.Shuffle(order);
        double[] oldValues = [.. values];
        int[] oldLabels = [.. labels];
        for (int i = 0; i < order.Length; i++)
        {
            oldValues.AsSpan(order[i] * features, features).CopyTo(values.AsSpan(i * features));
            labels[i] = oldLabels[order[i]];
        }
    }

    /// <summary>Adds normal noise to every value; none where <paramref name="std"/> is 0.</summary>
    public static void AddNoise(Mt19937 random, double[] values, double std)
    {
        if (std == 0)
            return;
        for (int i = 0; i < values.Length; i++)
            values[i] += random.NextNormal(0, std);
    }
}
