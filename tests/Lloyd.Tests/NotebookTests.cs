using System.Text.Json;
using Lloyd.Datasets;

namespace Lloyd.Tests;

/// <summary>The run of the teaching notebook, as its own functions returned it.</summary>
public class NotebookTests
{
    private static readonly JsonElement Notebook =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "notebook.json"))).RootElement;

    private static readonly KMeans Settings = new(4)
    {
        Seed = 42,
        Seeding = Seeding.Random,
        Scaling = Scaling.MinMax,
        EmptyClusters = EmptyClusters.Keep,
        Tolerance = null,
        MaxIterations = 20,
    };

    private static double[] Rows(JsonElement rows) =>
        [.. rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetDouble())];

    [Fact]
    public void BlobsAreThoseOfScikitLearnBitForBit()
    {
        Dataset blobs = Blobs.Make(100, 2, 4, 2, 42);
        Assert.Equal(Rows(Notebook.GetProperty("X")), blobs.Points.Values.ToArray());
        Assert.Equal(Notebook.GetProperty("y").EnumerateArray().Select(y => y.GetInt32()), blobs.Labels.ToArray());
    }

    [Fact]
    public void EveryStepIsThatOfTheNotebook()
    {
        Trace trace = Settings.Trace(Blobs.Make(100, 2, 4, 2, 42).Points);

        Assert.Equal([43, 8, 64, 75], trace.InitialRows);
        Assert.Equal(21, trace.Count);
        for (int t = 0; t < 20; t++)
        {
            Step step = trace[t];
            Assert.Equal(Notebook.GetProperty("clusters")[t].EnumerateArray().Select(c => (int)c.GetDouble()),
                step.Labels.ToArray());
            double[] expected = Rows(Notebook.GetProperty("centroids")[t]);
            double[] actual = step.CentroidsInOriginalUnits();
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-9);
            Assert.Equal(Notebook.GetProperty("movement")[t].GetDouble(), step.Movement!.Value, 1e-9);
        }
        Assert.True(trace[20].Final);
        Assert.Equal(0, trace[20].Changed);
    }

    [Fact]
    public void RunEndsWhenNoLabelChanges()
    {
        KMeansModel model = (Settings with { Tolerance = 0 }).Fit(Blobs.Make(100, 2, 4, 2, 42).Points);
        Assert.True(model.Converged);
        Assert.Equal(4, model.Iterations);
    }

    [Fact]
    public void TraceGoesBackAndForth()
    {
        Points<double> points = Blobs.Make(100, 2, 4, 2, 42).Points;
        Trace trace = Settings.Trace(points);
        Step[] steps = [.. Settings.Steps(points)];
        foreach (int t in new[] { 3, 0, 20, 1, 2, 0 })
            Assert.Equal(steps[t].Labels.ToArray(), trace[t].Labels.ToArray());
    }
}
