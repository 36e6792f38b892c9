namespace Lloyd.Page;

/// <summary>Built-in data by its description, as it stands in a link: <c>blobs:n=100,c=4,std=2,seed=42</c>.</summary>
internal static class Generators
{
    public static Sample Generate(string description)
    {
        var random = new Random(42);
        double Normal() => Math.Sqrt(-2 * Math.Log(random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        int n = 100, c = 4;
        int[] truth = new int[n];
        double[] values = new double[2 * n];
        double[] centers = [.. Enumerable.Range(0, 2 * c).Select(_ => random.NextDouble() * 20 - 10)];
        for (int i = 0; i < n; i++)
        {
            truth[i] = i % c;
            values[2 * i] = centers[2 * truth[i]] + 2 * Normal();
            values[2 * i + 1] = centers[2 * truth[i] + 1] + 2 * Normal();
        }
        return new Sample(new Points<double>(values, 2), ["x", "y"], truth, []);
    }
}
