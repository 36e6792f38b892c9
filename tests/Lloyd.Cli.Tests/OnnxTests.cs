using Lloyd.Data;
using Lloyd.Datasets;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using static Lloyd.Cli.Tests.Tool;

namespace Lloyd.Cli.Tests;

/// <summary>An exported model gives every point the cluster that Lloyd gives it, in another runtime.</summary>
public sealed class OnnxTests : InFolder
{
    [Theory]
    [InlineData("none", 1, 2)]
    [InlineData("minmax", 3, 7)]
    [InlineData("standard", 20, 40)]
    public void EveryLabelIsTheSame(string scale, int features, int k)
    {
        string data = InIt("data.npy"), model = InIt("m.lloyd"), single = InIt("single.onnx"), wide = InIt("wide.onnx");
        Assert.Equal(0, Run($"make blobs --samples 20000 --features {features} --centers {k} --std 4 --seed 3 -o {data}").Exit);
        Assert.Equal(0, Run($"fit {data} -k {k} --scale {scale} --iterations 5 -o {model}").Exit);
        Assert.Equal((0, "", ""), Run($"export {model} -o {single}"));
        Assert.Equal((0, "", ""), Run($"export {model} -o {wide} --input f64"));
        KMeansModel own = KMeansModel.Load(File.ReadAllBytes(model));
        using Table table = Table.Read(data);
        double[] values = table.ToPoints<double>().Values.ToArray();
        float[] floats = Array.ConvertAll(values, value => (float)value);
        Assert.Equal(own.Predict(new Points<double>(values, features)), Labels(File.ReadAllBytes(wide), values, features));
        Assert.Equal(own.Predict(new Points<float>(floats, features)), Labels(File.ReadAllBytes(single), floats, features));
    }

    [Fact]
    public void FarFromTheOriginToo()
    {
        double[] values = [.. new Blobs { Samples = 5000, Features = 4, Centers = 6, Std = 2, Seed = 8 }.Make().Points.Values.ToArray().Select(v => v + 1e9)];
        KMeansModel model = new KMeans(6).Fit(new Points<double>(values, 4));
        Assert.Equal(model.Labels.ToArray(), Labels(model.ToOnnx<double>(), values, 4));
    }

    [Fact]
    public void AConstantColumnIsPassedOver()
    {
        double[] values = [.. Enumerable.Range(0, 100).SelectMany(i => new double[] { 5, i })];
        KMeansModel model = new KMeans(4) { Scaling = Scaling.MinMax }.Fit(new Points<double>(values, 2));
        Assert.Equal(model.Labels.ToArray(), Labels(model.ToOnnx<double>(), values, 2));
        values[0] = -77;        // it counted for nothing in the training
        Assert.Equal(model.Labels.ToArray(), Labels(model.ToOnnx<double>(), values, 2));
    }

    [Fact]
    public void ItNamesItsColumns()
    {
        string model = InIt("m.lloyd"), onnx = InIt("m.onnx");
        Assert.Equal(0, Run($"fit {Iris} -k 3 -o {model}").Exit);
        Assert.Equal(0, Run($"export {model} -o {onnx}").Exit);
        using var session = new InferenceSession(onnx);
        Assert.Equal("lloyd", session.ModelMetadata.ProducerName);
        Assert.Equal("[\"sepal_length\",\"sepal_width\",\"petal_length\",\"petal_width\"]", session.ModelMetadata.CustomMetadataMap["columns"]);
        Assert.Equal([-1, 4], session.InputMetadata["points"].Dimensions);
    }

    private static int[] Labels<T>(byte[] onnx, T[] values, int columns)
    {
        using var session = new InferenceSession(onnx);
        var points = new DenseTensor<T>(values, [values.Length / columns, columns]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor("points", points)]);
        return [.. results.Single(result => result.Name == "cluster").AsEnumerable<long>().Select(label => (int)label)];
    }
}
