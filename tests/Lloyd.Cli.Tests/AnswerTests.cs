using System.Text.Json;
using System.Xml.Linq;
using static Lloyd.Cli.Tests.Tool;

namespace Lloyd.Cli.Tests;

/// <summary>What helps to trust an answer: choose, explain, render, and what predict writes.</summary>
public sealed class AnswerTests : InFolder
{
    private static readonly XNamespace Ns = "http://www.w3.org/2000/svg";

    [Fact]
    public void ChooseOnIris()
    {
        (int exit, string output, _) = Run($"choose {Iris} --k 2..5 --plot {InIt("curves.svg")}");
        Assert.Equal(0, exit);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal(7, lines.Length);      // a header, four k, an empty line and the sentence
        Assert.StartsWith("k = 2: highest silhouette (0.68; without clusters it would be 0.", lines[^1], StringComparison.Ordinal);
        XElement svg = XDocument.Load(InIt("curves.svg")).Root!;
        Assert.Equal(["Inertia", "Silhouette", "Stability"],
            svg.Descendants(Ns + "text").Select(text => text.Value).Where(text => text is "Inertia" or "Silhouette" or "Stability"));
        Assert.Equal(12, svg.Descendants(Ns + "circle").Count());

        JsonElement json = JsonDocument.Parse(Run($"choose {Iris} --k 2..5 --format json").Output).RootElement;
        Assert.Equal(2, json.GetProperty("recommended").GetInt32());
        Assert.Equal(lines[^1], json.GetProperty("sentence").GetString());
        Assert.Equal([2, 3, 4, 5], json.GetProperty("candidates").EnumerateArray().Select(each => each.GetProperty("k").GetInt32()));
    }

    [Fact]
    public void ChooseInventsNothing()
    {
        (int exit, string output, _) = Run("choose - --k 2..5 --format json", Run("make uniform --samples 200 --seed 3").Output);
        Assert.Equal(0, exit);
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal(JsonValueKind.Null, json.GetProperty("recommended").ValueKind);
        Assert.StartsWith("No k stands out", json.GetProperty("sentence").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ChooseOfVeryFewRows()
    {
        Assert.Equal(0, Run("choose -", "x\n1\n2\n9\n").Exit);
        Assert.Contains("Choosing k takes at least 3 points, and there are 2.", Run("choose -", "x\n1\n2\n").Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void ExplainOnIris()
    {
        Assert.Equal(0, Run($"fit {Iris} -k 3 --restarts 5 -o {InIt("m.lloyd")} --labels {InIt("labels.csv")}").Exit);
        (int exit, string output, string messages) = Run($"explain {InIt("m.lloyd")} {Iris} --format json --rows 2");
        Assert.Equal((0, ""), (exit, messages));
        JsonElement[] clusters = [.. JsonDocument.Parse(output).RootElement.GetProperty("clusters").EnumerateArray()];
        Assert.Equal([62, 50, 38], clusters.Select(each => each.GetProperty("points").GetInt32()));
        JsonElement setosa = clusters[1];
        JsonElement first = setosa.GetProperty("columns")[0];
        Assert.Equal("petal_length", first.GetProperty("column").GetString());
        Assert.Equal(1.462, first.GetProperty("mean").GetDouble(), 1e-12);
        Assert.Equal(4.906, first.GetProperty("meanOfRest").GetDouble(), 1e-12);
        Assert.True(first.GetProperty("effect").GetDouble() < -5);
        int row = setosa.GetProperty("typical")[0].GetProperty("row").GetInt32();
        Assert.Equal(File.ReadAllLines(InIt("labels.csv"))[row], $"{setosa.GetProperty("cluster").GetInt32()}");
        string text = Run($"explain {InIt("m.lloyd")} {Iris}").Output;
        Assert.Contains(": 50 points (33.3 %), low petal_length, low petal_width, low sepal_length\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ExplainCountsTheRowsOfTheFile()
    {
        const string data = "x\n1\n\n2\nNA\n3\n100\n";     // rows 1 … 6
        File.WriteAllText(InIt("d.csv"), data);
        Assert.Equal(0, Run($"fit {InIt("d.csv")} -k 2 --missing drop -o {InIt("m.lloyd")}").Exit);
        (int exit, string output, _) = Run($"explain {InIt("m.lloyd")} {InIt("d.csv")} --missing drop");
        Assert.Equal(0, exit);
        Assert.Contains("typical rows (distance): 3 (0), 1 (1), 5 (1)", output, StringComparison.Ordinal);
        Assert.Contains("typical rows (distance): 6 (0)", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "PC1 (92.5", 150)]
    [InlineData("--step 1", "Step 1, assign: ", 150)]
    [InlineData("--axes petal_length,petal_width", "petal_length", 150)]
    [InlineData("--animate", "@keyframes", 151)]
    public void RenderOnIris(string options, string words, int least)
    {
        Assert.Equal(0, Run($"render {Iris} -k 3 {options} -o {InIt("p.svg")}").Exit);
        string svg = File.ReadAllText(InIt("p.svg"));
        Assert.Contains(words, svg, StringComparison.Ordinal);
        int drawn = XDocument.Parse(svg).Descendants(Ns + "use").Count();
        Assert.InRange(drawn, least, least == 150 ? 150 : 1000);       // once more for each time that a point changes cluster
    }

    [Fact]
    public void APngIsThePicturePainted()
    {
        Assert.Equal(0, Run($"render {Iris} -k 3 -o {InIt("p.png")}").Exit);
        using var picture = SkiaSharp.SKBitmap.Decode(InIt("p.png"));
        Assert.Equal((1600, 1280), (picture.Width, picture.Height));
        // each cluster's hue is there, and much of the paper
        foreach (string hue in new[] { "#0072B2", "#E69F00", "#009E73" })
            Assert.Contains(SkiaSharp.SKColor.Parse(hue), picture.Pixels);
        Assert.True(picture.Pixels.Count(pixel => pixel == SkiaSharp.SKColors.White) > 100_000);
        // the title: dark letters on the paper above the plot
        Assert.Contains(Enumerable.Range(0, 600 * 70), i => picture.GetPixel(i % 600, i / 600).Red < 60);
    }

    [Fact]
    public void ManyPointsAreOneImage()
    {
        Assert.Equal(0, Run($"make blobs --samples 30000 -o {InIt("d.npy")}").Exit);
        Assert.Equal(0, Run($"render {InIt("d.npy")} -k 3 -o {InIt("p.svg")}").Exit);
        Assert.Single(XDocument.Load(InIt("p.svg")).Descendants(Ns + "image"));
        Assert.Equal(0, Run($"render {InIt("d.npy")} -k 3 -o {InIt("p.png")}").Exit);
        Assert.Contains("30,000 are too many for it", Run($"render {InIt("d.npy")} -k 3 --animate -o {InIt("a.svg")}").Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void PredictWritesNpy()
    {
        File.WriteAllText(InIt("d.csv"), "x,y\n1,1\n,2\n9,9\n");
        Assert.Equal(0, Run($"fit {InIt("d.csv")} -k 2 --missing drop -o {InIt("m.lloyd")} --labels {InIt("l.csv")}").Exit);
        Assert.Equal(0, Run($"predict {InIt("m.lloyd")} {InIt("d.csv")} --missing drop -o {InIt("l.npy")}").Exit);
        byte[] npy = File.ReadAllBytes(InIt("l.npy"));
        Assert.Equal(0, npy.Length % 4);
        int[] labels = [.. Enumerable.Range(0, 3).Select(i => BitConverter.ToInt32(npy, npy.Length - 12 + 4 * i))];
        Assert.Equal(File.ReadAllLines(InIt("l.csv"))[1..].Select(line => line.Length == 0 ? -1 : int.Parse(line, System.Globalization.CultureInfo.InvariantCulture)), labels);
        Assert.Contains("'descr': '<i4', 'fortran_order': False, 'shape': (3,), ", System.Text.Encoding.ASCII.GetString(npy), StringComparison.Ordinal);
    }

    [Fact]
    public void PredictRefusesATableWithoutTheColumnsOfTheModel()
    {
        File.WriteAllText(InIt("d.csv"), "x,y\n1,1\n9,9\n");
        Assert.Equal(0, Run($"fit {InIt("d.csv")} -k 2 -o {InIt("m.lloyd")}").Exit);
        (int exit, _, string messages) = Run($"predict {InIt("m.lloyd")} -", "x,z\n1,1\n");
        Assert.Equal(1, exit);
        Assert.Contains("there is no column 'y'", messages, StringComparison.Ordinal);
        Assert.Equal(      // by name, in whatever order they come
            Run($"predict {InIt("m.lloyd")} -", "x,y\n9,8\n1,2\n").Output, Run($"predict {InIt("m.lloyd")} -", "y,x\n8,9\n2,1\n").Output);
    }
}
