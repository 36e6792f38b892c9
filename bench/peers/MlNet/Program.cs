using Lloyd;
using Lloyd.Data;
using Lloyd.Peers;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

// ML.NET takes no initial centroids: it draws its own at random, and that is timed with the rest.
PeerCall call = PeerCall.Parse(args);
Points<float> points = Table.Read(call.Points).ToPoints<float>();
int k = Table.Read(call.Init).Rows, d = points.Dimensions;

var context = new MLContext(seed: 1);
SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, d);
Row[] rows = [.. Enumerable.Range(0, points.Count).Select(i => new Row { Features = points[i].ToArray() })];
IDataView data = context.Data.LoadFromEnumerable(rows, schema);

var options = new KMeansTrainer.Options
{
    FeatureColumnName = nameof(Row.Features),
    NumberOfClusters = k,
    MaximumNumberOfIterations = call.Iterations,
    InitializationAlgorithm = KMeansTrainer.InitializationAlgorithm.Random,
    OptimizationTolerance = float.Epsilon,      // it must be above 0
    NumberOfThreads = call.Threads,
};
call.Answer(() => context.Clustering.Trainers.KMeans(options).Fit(data), model =>
{
    VBuffer<float>[] centroids = [];
    model.Model.GetClusterCentroids(ref centroids, out _);
    float[] values = [.. centroids.SelectMany(centroid => centroid.DenseValues())];
    var judge = new KMeans(k) { Seeding = Seeding.From(new Points<float>(values, d)) };
    return new Outcome(judge.Steps(points).First().Inertia);
}, $"ML.NET {typeof(KMeansTrainer).Assembly.GetName().Version?.ToString(3)}");

internal sealed class Row
{
    public float[] Features { get; set; } = [];
}
