using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Lloyd.Data;
using Lloyd.Data.Tests;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Parquet;
using static Lloyd.Cli.Tests.Tool;

namespace Lloyd.Cli.Tests;

/// <summary>Any table in: formats, columns of every kind, ids, missing cells.</summary>
public sealed class TableTests : InFolder
{
    private const string Cars = """
        id,age,colour,price,x1,x2
        a,1,red,9,1,1
        b,2,red,8,1,2
        c,30,blue,1,2,1
        d,31,"light, blue",2,2,2
        e,29,blue,3,3,1
        f,3,red,7,3,2

        """;

    [Fact]
    public void EveryFormatGivesTheSameAnswer()
    {
        Written table = Written.Of(rows: 400, seed: 4, missing: true);
        var answers = new HashSet<string>();
        foreach ((string format, byte[] file) in new[]
        {
            ("csv", table.Csv(',')), ("csv.gz", Written.Zipped(table.Csv(','))), ("tsv", table.Csv('\t')),
            ("parquet", table.Parquet(CompressionMethod.Snappy, groupRows: 150)), ("parquet.gz", Written.Zipped(table.Parquet(CompressionMethod.None, groupRows: 400))),
            ("arrow", table.Arrow(isFile: true, null, batchRows: 150)), ("arrows", table.Arrow(isFile: false, null, batchRows: 400)),
        })
        {
            string data = InIt($"d.{format}"), model = InIt("m.lloyd");
            File.WriteAllBytes(data, file);
            (int exit, string labels, _) = Run($"fit {data} -k 3 --columns flag,pri* --one-hot colour --id id --missing drop --labels - -o {model}");
            Assert.Equal(0, exit);
            Assert.StartsWith("id,cluster\nid 0,", labels, StringComparison.Ordinal);
            Assert.Equal(401, labels.Count(c => c == '\n'));
            Assert.Equal(labels, Run($"predict {model} {data} --id id --missing drop").Output);
            answers.Add(labels);
        }
        Assert.Single(answers);
    }

    [Fact]
    public void OneHotColumnsGoThroughEveryCommand()
    {
        string data = Saved("cars.csv", Cars), model = InIt("m.lloyd"), labels = InIt("l.csv"), onnx = InIt("m.onnx");
        string[] columns = ["age", "colour=blue", "colour=light, blue", "colour=red"];
        const string chosen = "--columns age --one-hot colour";
        Assert.Equal(0, Run($"fit {data} -k 2 {chosen} --scale minmax -o {model} --labels {labels}").Exit);
        Assert.Equal(columns, KMeansModel.Load(File.ReadAllBytes(model)).Columns);
        Assert.Equal(File.ReadAllText(labels), Run($"predict {model} {data}").Output);
        (int exit, string explained, string messages) = Run($"explain {model} {data}");
        Assert.Equal((0, ""), (exit, messages));
        Assert.Contains("  colour=red", explained, StringComparison.Ordinal);
        Assert.Equal(0, Run($"choose {data} {chosen} --k 2..3").Exit);
        Assert.Equal(0, Run($"render {data} -k 2 {chosen} --axes age,colour=red -o {InIt("p.svg")}").Exit);
        Assert.Contains("colour=red", File.ReadAllText(InIt("p.svg")), StringComparison.Ordinal);
        Assert.Equal(0, Run($"render {data} -k 2 {chosen} -o {InIt("p.html")}").Exit);

        Assert.Equal(0, Run($"export {model} -o {onnx} --input f64").Exit);
        using var session = new InferenceSession(onnx);
        Assert.Equal(JsonSerializer.Serialize(columns), JsonSerializer.Serialize(
            JsonDocument.Parse(session.ModelMetadata.CustomMetadataMap["columns"]).RootElement));
        using Table table = Table.Read(data, new TableOptions { Columns = ["age"], OneHot = ["colour"] });
        var points = new DenseTensor<double>(table.ToPoints<double>().Values.ToArray(), [table.Rows, columns.Length]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("points", points)]);
        Assert.Equal(File.ReadAllLines(labels)[1..], results.Single().AsEnumerable<long>().Select(label => $"{label}"));
    }

    [Fact]
    public void ACategoryThatTheModelDoesNotKnowIsTold()
    {
        string data = Saved("cars.csv", Cars), model = InIt("m.lloyd");
        Assert.Equal(0, Run($"fit {data} -k 2 --columns age --one-hot colour -o {model}").Exit);
        (int exit, string labels, string messages) = Run($"predict {model} -", "colour,more,age\nmauve,x,1\nred,y,30\nmauve,z,2\n");
        Assert.Equal(0, exit);
        Assert.Equal("lloyd: 2 cells of column 'colour' hold categories that the model does not know ('mauve'): they count as none of its categories\n", messages);
        string[] lines = labels.Split('\n');
        Assert.Equal(lines[1], lines[3]);
        Assert.NotEqual(lines[1], lines[2]);
        Assert.Contains("there is no column 'colour'", Run($"predict {model} -", "age\n1\n").Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersCanBeCategoriesUpToALimit()
    {
        Assert.Equal(0, Run($"fit - -k 2 --one-hot code -o {InIt("m.lloyd")}", "code,x\n7,1\n12,2\n7,3\n").Exit);
        Assert.Equal(["code=12", "code=7", "x"], KMeansModel.Load(File.ReadAllBytes(InIt("m.lloyd"))).Columns);
        string data = Saved("many.csv", "name,x\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"n{i},{i % 9}\n")));
        (int exit, _, string messages) = Run($"fit {data} -k 2 --one-hot name");
        Assert.Equal(1, exit);
        Assert.Equal($"lloyd: {data}: column 'name' has more than 4096 categories; is it an id (--id)?\n", messages);
    }

    [Theory]
    [InlineData("--columns x*,2", "x1,x2,age")]
    [InlineData("--columns x?", "x1,x2")]
    [InlineData("--columns price,age", "price,age")]
    [InlineData("--columns 4", "price")]
    [InlineData("--id id,price", "age,x1,x2")]
    [InlineData("--weight price", "age,x1,x2")]
    [InlineData("", "age,price,x1,x2")]
    public void ColumnsAreChosenByNamePatternAndNumber(string options, string columns)
    {
        Assert.Equal(0, Run($"fit {Saved("cars.csv", Cars)} -k 2 {options} -o {InIt("m.lloyd")}").Exit);
        Assert.Equal(columns.Split(','), KMeansModel.Load(File.ReadAllBytes(InIt("m.lloyd"))).Columns);
    }

    /// <summary>As spreadsheets of half of Europe save them: a mark in front, semicolons, decimal commas, quotes around lines and
    /// quotes, empty lines, an empty column, and a name that comes twice.</summary>
    [Fact]
    public void AFileFromASpreadsheetGoesThroughEveryCommand()
    {
        string data = Saved("d.csv", "\ufeffName;Preis;Ort;Menge;leer;Preis\r\n\"Müller; Söhne\";1234,50;Ulm;3;;1,5\r\n"
            + "\"Meier \"\"M\"\"\";2,5;\"Bad\r\nTölz\";4;;2\r\n\r\nLutz;17,25;Aix;5;;3\r\n\r\nKunz;1000,00;Aix;1;;4\r\n");
        string model = InIt("m.lloyd"), labels = InIt("l.csv");
        (int exit, _, string messages) = Run($"fit {data} -k 2 --scale standard --id Name -o {model} --labels {labels}");
        Assert.Equal((0, "lloyd: skipped text columns: Ort ('Ulm')\nlloyd: skipped empty columns: leer\n"), (exit, messages));
        Assert.Equal(["Preis (1)", "Menge", "Preis (2)"], KMeansModel.Load(File.ReadAllBytes(model)).Columns);
        Assert.StartsWith("Name,cluster\n\"Müller; Söhne\",", File.ReadAllText(labels), StringComparison.Ordinal);
        Assert.Equal((0, File.ReadAllText(labels), ""), Run($"predict {model} {data} --id Name"));
        (exit, string explained, _) = Run($"explain {model} {data}");
        Assert.Equal(0, exit);
        Assert.Contains("  Preis (2)", explained, StringComparison.Ordinal);
        Assert.Equal(0, Run($"choose {data} --k 2..2").Exit);
        Assert.Equal(0, Run($"export {model} -o {InIt("m.onnx")}").Exit);
        foreach (string picture in new[] { "p.svg", "p.png", "p.html" })
            Assert.Equal(0, Run($"render {data} -k 2 -o {InIt(picture)}").Exit);
    }

    [Fact]
    public void MissingCellsAreRefusedDroppedOrFilled()
    {
        string data = Saved("d.csv", "key,x,y\na,1,1\n\"b \"\"2\"\", c\",,2\nd,9,9\ne,NA,8\n"), model = InIt("m.lloyd");
        (int exit, _, string messages) = Run($"fit {data} -k 2");
        Assert.Equal(1, exit);
        Assert.Contains("line 3, column 'x': the cell is empty; fill it in, drop such rows (--missing drop) or take means (--missing mean)", messages, StringComparison.Ordinal);
        Assert.Equal(0, Run($"fit {data} -k 2 --missing drop -o {model}").Exit);
        string[] dropped = Run($"predict {model} {data} --missing drop --id key").Output.Split('\n');
        Assert.Equal(("key,cluster", "\"b \"\"2\"\", c\",", "e,"), (dropped[0], dropped[2], dropped[4]));
        Assert.Equal(dropped[1..4].Select((line, i) => i == 1 ? "-1" : line[^1..]).Append("-1"), NpyLabels($"predict {model} {data} --missing drop"));
        (exit, string filled, messages) = Run($"predict {model} {data} --missing mean --distances");
        Assert.Equal((0, "lloyd: filled 2 missing cells of column 'x' with its mean, 5\n"), (exit, messages));
        Assert.Equal(["cluster,distance0,distance1", "", ""], filled.Split('\n').Where((line, i) => i is 0 or 5 || line.Length == 0).Append(""));
        Assert.Equal(4, filled.Split('\n')[1..5].Count(line => line.Split(',') is [{ Length: 1 }, _, _]));
    }

    [Fact]
    public void LabelsAreWrittenInTheFormatThatTheNameSays()
    {
        string data = InIt("d.parquet"), model = InIt("m.lloyd");
        File.WriteAllBytes(data, Written.Of(rows: 300, seed: 2, missing: true).Parquet(CompressionMethod.Snappy, groupRows: 100));
        const string ids = "--id n,id --missing drop";
        Assert.Equal(0, Run($"fit {data} -k 4 --columns x,price {ids} --labels {InIt("f.parquet")} -o {model}").Exit);
        Assert.Equal(0, Run($"predict {model} {data} {ids} -o {InIt("p.parquet")}").Exit);
        Assert.Equal(File.ReadAllBytes(InIt("f.parquet")), File.ReadAllBytes(InIt("p.parquet")));
        Assert.Equal(0, Run($"predict {model} {data} {ids} --distances -o {InIt("p2.parquet")}").Exit);
        Assert.Equal(0, Run($"predict {model} {data} {ids} --distances -o {InIt("p2.csv")}").Exit);
        var options = new TableOptions { Ids = ["n", "id"], Missing = MissingPolicy.Drop };
        using Table binary = Table.Read(InIt("p2.parquet"), options), text = Table.Read(InIt("p2.csv"), options);
        Assert.Equal(["cluster", "distance0", "distance1", "distance2", "distance3"], binary.Columns);
        Assert.Equal(text.ToPoints<double>().Values.ToArray(), binary.ToPoints<double>().Values.ToArray());
        Assert.Equal(text.DroppedRows, binary.DroppedRows);
        Assert.NotEmpty(binary.DroppedRows);
        Assert.All(binary.Ids.Zip(text.Ids), pair => Assert.Equal(pair.Second.Values, pair.First.Values));
        Assert.Equal([true, false], binary.Ids.Select(id => id.IsInteger));

        Assert.Equal(0, Run($"fit {data} -k 4 --columns x,price --missing drop --labels {InIt("f.npy")}").Exit);
        Assert.Equal(NpyLabels($"predict {model} {data} --missing drop"), [.. ReadNpy(InIt("f.npy"))]);
        (int exit, _, string messages) = Run("fit - -k 1 --id cluster --labels " + InIt("l.parquet"), "cluster,x\n1,2\n3,4\n");
        Assert.Equal(1, exit);
        Assert.Contains("column 'cluster' is carried along (--id), and Parquet cannot have it beside", messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AParquetFileIsPlayed()
    {
        File.WriteAllBytes(InIt("d.parquet"), Written.Of(rows: 50, seed: 1, missing: false).Parquet(CompressionMethod.Snappy, groupRows: 20));
        using Process play = Start($"play {InIt("d.parquet")} --columns flag,price --one-hot colour --no-browser --port 0");
        try
        {
            string? address = await play.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith("http://127.0.0.1:", address, StringComparison.Ordinal);
            using var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() });
            using HttpResponseMessage page = await client.GetAsync(new Uri(address!), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            string json = await client.GetStringAsync(new Uri(new Uri(address!), "/data.json"), TestContext.Current.CancellationToken);
            JsonElement served = JsonDocument.Parse(json).RootElement;
            Assert.Equal(("d.parquet", 50), (served.GetProperty("name").GetString(), served.GetProperty("rows").GetInt32()));
            Assert.Equal("colour=red", served.GetProperty("columns").EnumerateArray().Select(name => name.GetString()).Single(name => name == "colour=red"));
            byte[] numbers = await client.GetByteArrayAsync(new Uri(new Uri(address!), "/data.f64"), TestContext.Current.CancellationToken);
            Assert.Equal(50 * served.GetProperty("columns").GetArrayLength() * sizeof(double), numbers.Length);
        }
        finally
        {
            play.Kill();
        }
    }

    private string Saved(string name, string text)
    {
        File.WriteAllText(InIt(name), text);
        return InIt(name);
    }

    /// <summary>The labels that a prediction writes as .npy.</summary>
    private IEnumerable<string> NpyLabels(string predict)
    {
        Assert.Equal(0, Run($"{predict} -o {InIt("l.npy")}").Exit);
        return ReadNpy(InIt("l.npy"));
    }

    private static IEnumerable<string> ReadNpy(string path)
    {
        using Table table = Table.Read(path);
        return [.. table.ToPoints<double>().Values.ToArray().Select(label => $"{label}")];
    }
}
