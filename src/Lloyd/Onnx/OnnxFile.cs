using System.Buffers.Binary;
using System.Numerics;

namespace Lloyd.Onnx;

/// <summary>
/// A model as an ONNX graph (https://onnx.ai, opset 13), from points in original units to clusters: the metric, then
/// ‖c‖² − 2 z·c by one Gemm, and the ArgMin of it. All in float64, and measured from the middle of the centroids, so that
/// far from the origin the sum loses no digits. Of two centroids that are equally near to the last bit it may take the other.
/// </summary>
internal static class OnnxFile
{
    private const int IrVersion = 8, Opset = 13;
    private const int Float = 1, Int64 = 7, Double = 11;            // TensorProto.DataType
    private const string Points = "points", Cluster = "cluster", Rows = "n";

    /// <typeparam name="T">What the graph takes.</typeparam>
    public static byte[] Write<T>(KMeansModel model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool isSingle = typeof(T) == typeof(float);
        if (!isSingle && typeof(T) != typeof(double))
            throw new NotSupportedException($"A model takes float or double values, not {typeof(T).Name}.");
        int k = model.K, d = model.Dimensions;
        double[] middle = new double[d], centroids = model.Centroids.ToArray(), squares = new double[k];
        for (int i = 0; i < centroids.Length; i++)
            middle[i % d] += centroids[i] / k;
        for (int i = 0; i < centroids.Length; i++)
        {
            centroids[i] -= middle[i % d];
            squares[i / d] += centroids[i] * centroids[i];
        }

        var graph = new ProtobufWriter().Text(2, "k-means");
        string at = Points;
        if (isSingle)
            at = Node(graph, "Cast", "wide", [at], Attribute("to", Double));
        if (!model.Metric.IsIdentity)
        {
            // A constant column is 0 in the metric; so is anything divided by infinity.
            double[] ranges = [.. model.Metric.Ranges.ToArray().Select(range => range == 0 ? double.PositiveInfinity : range)];
            Tensor(graph, "offsets", [d], model.Metric.Offsets.Span);
            Tensor(graph, "ranges", [d], ranges);
            at = Node(graph, "Sub", "moved", [at, "offsets"]);
            at = Node(graph, "Div", "scaled", [at, "ranges"]);
        }
        Tensor(graph, "middle", [d], middle);
        Tensor(graph, "centroids", [k, d], centroids);
        Tensor(graph, "squares", [k], squares);
        at = Node(graph, "Sub", "z", [at, "middle"]);
        at = Node(graph, "Gemm", "scores", [at, "centroids", "squares"], Attribute("alpha", -2f), Attribute("transB", 1));
        Node(graph, "ArgMin", Cluster, [at], Attribute("axis", 1), Attribute("keepdims", 0));
        graph.Message(11, Value(Points, isSingle ? Float : Double, Dimension(Rows), Dimension(d)));
        graph.Message(12, Value(Cluster, Int64, Dimension(Rows)));

        var file = new ProtobufWriter()
            .Number(1, IrVersion).Text(2, "lloyd").Text(3, ModelFile.LibraryVersion)
            .Text(6, $"k-means: {k} clusters of {d} columns in original units")
            .Message(7, graph)
            .Message(8, new ProtobufWriter().Text(1, "").Number(2, Opset));
        if (model.Columns.Count > 0)
            file.Message(14, new ProtobufWriter().Text(1, "columns").Text(2, ModelFile.ToJson(model.Columns)));
        return file.ToArray();
    }

    /// <summary>Adds a node of one result, and gives that its name.</summary>
    private static string Node(ProtobufWriter graph, string type, string result, string[] inputs, params ProtobufWriter[] attributes)
    {
        var node = new ProtobufWriter();
        foreach (string input in inputs)
            node.Text(1, input);
        node.Text(2, result).Text(3, result).Text(4, type);
        foreach (ProtobufWriter attribute in attributes)
            node.Message(5, attribute);
        graph.Message(1, node);
        return result;
    }

    private static void Tensor(ProtobufWriter graph, string name, int[] shape, ReadOnlySpan<double> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(double)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), values[i]);
        var tensor = new ProtobufWriter();
        foreach (int length in shape)
            tensor.Number(1, length);
        graph.Message(5, tensor.Number(2, Double).Text(8, name).Block(9, bytes));
    }

    private static ProtobufWriter Attribute(string name, float value) => new ProtobufWriter().Text(1, name).Single(2, value).Number(20, 1);

    private static ProtobufWriter Attribute(string name, int value) => new ProtobufWriter().Text(1, name).Number(3, value).Number(20, 2);

    private static ProtobufWriter Value(string name, int type, params ProtobufWriter[] shape)
    {
        var dimensions = new ProtobufWriter();
        foreach (ProtobufWriter dimension in shape)
            dimensions.Message(1, dimension);
        return new ProtobufWriter().Text(1, name)
            .Message(2, new ProtobufWriter().Message(1, new ProtobufWriter().Number(1, type).Message(2, dimensions)));
    }

    private static ProtobufWriter Dimension(int length) => new ProtobufWriter().Number(1, length);

    private static ProtobufWriter Dimension(string name) => new ProtobufWriter().Text(2, name);
}
