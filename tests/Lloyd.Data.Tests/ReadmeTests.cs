namespace Lloyd.Data.Tests;

/// <summary>The README's lines of C#, so that they keep compiling and doing what they say.</summary>
public class ReadmeTests
{
    [Fact]
    public void TheLinesOfTheReadmeRun()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "age,income\n20,1000\n21,1100\n40,50000\n42,51000\n60,20000\n61,20500\n80,9000\n82,9100\n");

        var points = Table.Read(file).ToPoints<double>("age", "income");
        var model = new KMeans(k: 4) { Seed = 42 }.Fit(points);
        int cluster = model.Predict([42.0, 51_000.0]);
        int steps = 0;
        foreach (var step in new KMeans(k: 4) { Seed = 42 }.Steps(points))
            Assert.Equal(steps++, step.Iteration);

        Assert.Equal(model.Labels.Span[3], cluster);
        Assert.Equal(model.Iterations, steps - 1);
        File.Delete(file);
    }
}
