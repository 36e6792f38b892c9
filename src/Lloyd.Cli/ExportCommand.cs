using System.CommandLine;

namespace Lloyd.Cli;

/// <summary><c>lloyd export</c>: a model for other runtimes.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "A file that lloyd fit -o wrote; - reads stdin" };
    private static readonly Option<string> File = new("-o", "--output")
    {
        Description = "The ONNX file to write; - is stdout",
        HelpName = "model.onnx",
        Required = true,
    };
    private static readonly Option<string> Input =
        new Option<string>("--input") { Description = "The numbers that the ONNX model takes: float or double", DefaultValueFactory = _ => "f32" }
            .OneOf("f32", "f64");

    public static Command Create()
    {
        var command = new Command("export",
            "Writes a model as ONNX: points in original units to clusters, scaling included.\nOf a column that --one-hot encoded it takes the columns of 0 and 1, one per category.\n\nExample: lloyd export iris.lloyd -o iris.onnx")
        {
            Model, File, Input,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Export(parsed, cancellation), cancellation));
        return command;
    }

    private static void Export(ParseResult parsed, CancellationToken cancellation)
    {
        string path = parsed.GetValue(Model)!, output = parsed.GetValue(File)!;
        NamedFiles.Check([("MODEL", path)], ("-o", output));
        KMeansModel model = ModelInput.Load(path, cancellation);
        byte[] onnx = parsed.GetValue(Input) == "f64" ? model.ToOnnx<double>() : model.ToOnnx<float>();
        Output.Write(output, stream => stream.Write(onnx), cancellation);
    }
}
