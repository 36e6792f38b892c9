using System.Text.Json;
using static Lloyd.Cli.Tests.Tool;

namespace Lloyd.Cli.Tests;

/// <summary>The tool as its users meet it: a process with arguments, two streams and an exit code.</summary>
public sealed class CommandLineTests : InFolder
{
    [Fact]
    public void TheNotebooksRun()
    {
        string blobs = Path.Combine(Folder, "blobs.csv");
        Assert.Equal(0, Run($"make blobs --samples 100 --centers 4 --std 2 --seed 42 -o {blobs}").Exit);
        Assert.Equal(101, File.ReadAllLines(blobs).Length);

        string labels = Path.Combine(Folder, "labels.csv");
        (int exit, string output, _) = Run(
            $"fit {blobs} -k 4 --seed 42 --init random --scale minmax --empty keep --tolerance 0 --format json --labels {labels}");
        Assert.Equal(0, exit);
        JsonElement result = JsonDocument.Parse(output).RootElement;
        Assert.Equal(4, result.GetProperty("iterations").GetInt32());
        Assert.True(result.GetProperty("converged").GetBoolean());
        string notebook = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "notebook.json"));
        IEnumerable<string> expected = JsonDocument.Parse(notebook).RootElement
            .GetProperty("clusters")[19].EnumerateArray().Select(cluster => $"{(int)cluster.GetDouble()}");
        Assert.Equal(expected.Prepend("cluster"), File.ReadAllLines(labels));
    }

    [Fact]
    public void IrisFromStandardInput()
    {
        string iris = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "iris.csv"));
        (int exit, string output, string messages) = Run("fit - -k 3 --restarts 5", iris);
        Assert.Equal(0, exit);
        Assert.Contains("inertia 78.85144142614601,", output, StringComparison.Ordinal);
        Assert.Equal("lloyd: skipped text columns: species ('setosa')", messages.Trim());
    }

    [Fact]
    public void FarthestStartsAtTheEnds()
    {
        (int exit, string output, _) = Run("fit - -k 3 --init farthest --format json", "x\n5\n0\n9\n4\n100\n8\n1\n");
        Assert.Equal(0, exit);
        JsonElement result = JsonDocument.Parse(output).RootElement;
        Assert.Equal("farthest", result.GetProperty("seeding").GetString());
        Assert.Contains(100, result.GetProperty("centroids").EnumerateArray().Select(centroid => centroid[0].GetDouble()));
    }

    /// <summary>Columns as wide as what is in them, and never more than one line for a name.</summary>
    [Fact]
    public void TheTableOfAFitIsAligned()
    {
        (int exit, string output, _) = Run("fit - -k 1", $"\"a\nb\",{new string('c', 50)}\n1,2\n3,400000\n");
        Assert.Equal(0, exit);
        Assert.Equal(
        [
            "2 points, 2 dimensions, k = 1, seed 0, k-means++",
            "inertia 79999200004, converged after 1 iteration",
            $"cluster  points  a\ufffdb  {new string('c', 40)}…",
            $"      0       2    2  {"200001",41}",
        ], output.TrimEnd().Split('\n'));
        string wide = Run("fit - -k 1", $"{string.Join(',', Enumerable.Range(1, 64))}\n").Output;
        Assert.EndsWith("and 54 more columns; --format json has all\n", wide, StringComparison.Ordinal);
    }

    [Fact]
    public void OnePointHasNoClustersToChoose()
    {
        (int exit, _, string messages) = Run("choose -", "a\n1\n");
        Assert.Equal(1, exit);
        Assert.Equal("lloyd: Choosing k takes at least 3 points, and there is 1.", messages.Trim());
    }

    /// <summary>The list of commands has one line for each, which fits a terminal.</summary>
    [Fact]
    public void TheHelpIsShort()
    {
        string help = Run("--help").Output;
        string[] lines = help[help.IndexOf("Commands:", StringComparison.Ordinal)..].Trim().Split('\n');
        Assert.Equal(14, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 130));
        Assert.Contains("Example: lloyd fit ", Run("fit --help").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ADroppedRowHasAnEmptyLine()
    {
        string labels = Path.Combine(Folder, "labels.csv");
        (int exit, _, string messages) = Run($"fit - -k 2 --missing drop --labels {labels}", "a,b\n1,2\n,2\n3,4\n");
        Assert.Equal(0, exit);
        Assert.Equal("lloyd: dropped 1 of 3 rows for missing cells", messages.Trim());
        Assert.Equal("", File.ReadAllLines(labels)[2]);
        Assert.Equal(4, File.ReadAllLines(labels).Length);
    }

    [Fact]
    public void NpyAndCsvOfTheSameDataGiveTheSameResult()
    {
        foreach (string name in new[] { "d.csv", "d.npy" })
            Assert.Equal(0, Run($"make blobs --samples 500 --features 3 --seed 5 -o {Path.Combine(Folder, name)}").Exit);
        string Fit(string name) => Run($"fit {Path.Combine(Folder, name)} -k 3 --format json").Output.Split(",\"seconds\"")[0];
        Assert.NotEmpty(Fit("d.csv"));
        Assert.Equal(Fit("d.csv"), Fit("d.npy"));
    }

    [Fact]
    public void PredictGivesTheLabelsOfTheFit()
    {
        string iris = Path.Combine(AppContext.BaseDirectory, "data", "iris.csv");
        string model = Path.Combine(Folder, "iris.lloyd");
        string labels = Path.Combine(Folder, "labels.csv");
        Assert.Equal(0, Run($"fit {iris} -k 3 --scale standard -o {model} --labels {labels}").Exit);
        Assert.Equal(File.ReadAllText(labels), Run($"predict {model} {iris}").Output);
        (int exit, _, string messages) = Run($"predict {labels} {iris}");
        Assert.Equal(1, exit);
        Assert.Contains("not a model that can be used", messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fit missing.csv -k 3", "missing.csv: there is no such file; check the name and the folder")]
    [InlineData("fit FOLDER -k 3", "this is a folder; give a file")]
    [InlineData("fit DATA -k 9", "k = 9 is more than the number of points, 3")]
    [InlineData("fit DATA -k 3", "k = 3 is more than the number of distinct points, 2 (of 3)")]
    [InlineData("fit DATA -k 0", "-k is '0'; give a whole number from 1 to 2147483647.")]
    [InlineData("fit DATA -k 2 --columns a,z", "there is no column 'z'; did you mean 'a'? the columns are a, b")]
    [InlineData("fit DATA -k 2 --algorithm magic", "--algorithm is 'magic'; give auto, ")]
    [InlineData("fit DATA -k 2 --tolerance soon", "--tolerance is 'soon'")]
    [InlineData("fit DATA -k 2 --labels FOLDER/none/l.csv", "its folder does not exist; create it first")]
    [InlineData("fit DATA -k 2 --scale 7", "--scale is '7'; give none, minmax or standard. See lloyd fit --help.")]
    [InlineData("fit DATA -k 2 --missing 9", "--missing is '9'; give error, drop or mean.")]
    [InlineData("fit DATA -k two", "-k is 'two'; give a whole number")]
    [InlineData("fit DATA -k 99999999999", "-k is '99999999999'; give a whole number from 1 to 2147483647.")]
    [InlineData("fit DATA -k 2 --seed -1", "--seed is '-1'; give a whole number from 0 to 4294967295.")]
    [InlineData("fit DATA -k 2 --tolerance 1,5", "--tolerance is '1,5'; give a number that is 0 or more, or none.")]
    [InlineData("fit DATA -k 2 --init kmeans++", "--init is 'kmeans++'; give k-means++, random, farthest, parallel or a file that exists.")]
    [InlineData("fit DATA -k 2 --format xml", "--format is 'xml'; give text or json.")]
    [InlineData("fit DATA -k 2 --sede 4", "lloyd fit takes no option '--sede'; did you mean --seed?")]
    [InlineData("forget --endet 3", "lloyd forget takes no option '--endet'; did you mean --ended?")]
    [InlineData("fit DATA FOLDER -k 2", "); give one, or --local-workers 1, which takes several as one table.")]
    [InlineData("fit FOLDER -k 3", "or --local-workers 1, which takes all files of a folder as one table.")]
    [InlineData("fit DATA DATA -k 2 --init random --local-workers 1", "data.csv is named more than once")]
    [InlineData("fit DATA", "lloyd: lloyd fit needs -k. See lloyd fit --help.")]
    [InlineData("fit", "lloyd fit needs DATA and -k. See lloyd fit --help.")]
    [InlineData("predict missing", "lloyd predict needs DATA.")]
    [InlineData("choose DATA --k 2..3 --columns a --missing drop --restarts 0", "--restarts is '0'")]
    [InlineData("fitt DATA", "lloyd takes no command 'fitt'; did you mean fit?")]
    [InlineData("fit DATA -k 2 more.csv", "more.csv); give one, or --local-workers 1, which takes several as one table.")]
    [InlineData("", "Say what to do: lloyd make|fit|predict|choose|explain|render|export|play|worker|status|resume|cancel|forget. See lloyd --help.")]
    [InlineData("make", "Say what to do: lloyd make blobs|moons|")]
    [InlineData("make moons --features 3", "lloyd make moons takes no option '--features'.")]
    [InlineData("play DATA -k 0", "-k is '0'; give a whole number from 1 to 2147483647.")]
    [InlineData("play DATA --port 70000", "--port is '70000'; give a whole number from 0 to 65535.")]
    [InlineData("play DATA --init DATA", "'; give k-means++, random or farthest.")]
    [InlineData("fit DATA -k 2 --threads 0", "--threads is '0'; give a whole number from 1")]
    [InlineData("make blobs --samples 0", "--samples is '0'; give a whole number from 1 to 2147483647.")]
    [InlineData("make blobs --std -1", "lloyd: Std is -1; give a finite number that is 0 or more.\n")]
    [InlineData("make blobs --std 1,5", "--std is '1,5'; give a number.")]
    [InlineData("make blobs -o FOLDER", "this is a folder; name a file to write")]
    [InlineData("fit DATA -k 2 -o FOLDER", "this is a folder; name a file to write")]
    [InlineData("fit DATA -k 2 --trace FOLDER/none/t.json", "its folder does not exist; create it first")]
    [InlineData("fit DATA -k 2 -o m --labels ./m", "-o and --labels both write to ./m; name a file for each.")]
    [InlineData("fit DATA -k 2 --labels - --trace -", "--labels and --trace both write to stdout; name a file for each.")]
    [InlineData("fit DATA -k 2 --labels - --format json", "--format json and --labels both write to stdout")]
    [InlineData("fit DATA -k 2 --labels DATA", "which DATA reads; name another file.")]
    [InlineData("fit - -k 2 --init -", "DATA and --init both read stdin; name a file for one of them.")]
    [InlineData("choose DATA --k 12..2", "--k is '12..2'; give two whole numbers, the first at least 2, as in 2..12.")]
    [InlineData("choose DATA --k 1..3", "--k is '1..3'; give two whole numbers")]
    [InlineData("choose DATA --k 2..9", "k goes up to 9, but there are 3 points; clusters can be judged up to k = 2.")]
    [InlineData("choose DATA --plot curves.gif", "--plot is 'curves.gif'; end the name with .svg or .png.")]
    [InlineData("render DATA -k 2", "lloyd render needs -o. See lloyd render --help.")]
    [InlineData("render DATA -k 2 -o FOLDER/p.gif", "end the name with .svg, .png or .html.")]
    [InlineData("render DATA -k 2 -o FOLDER/p.html --animate", "--animate is nothing that an .html page takes")]
    [InlineData("render DATA -k 2 -o FOLDER/p.html --init parallel", "--init of an .html page is k-means++, random or farthest.")]
    [InlineData("render DATA -k 2 -o FOLDER/p.svg --light", "--light is for the whole page")]
    [InlineData("render DATA -k 2 -o FOLDER/p.png --animate", "--animate shows all steps of a run in an .svg file")]
    [InlineData("render DATA -k 2 -o FOLDER/p.svg --step 9", "--step is 9, and the run ends with step 1; give a number from 0 to 1.")]
    [InlineData("render DATA -k 2 -o FOLDER/p.svg --step -1", "--step is '-1'; give a whole number from 0.")]
    [InlineData("render DATA -k 2 -o FOLDER/p.svg --axes a,c", "--axes names 'c', which is no column that is used; did you mean 'a'? the columns are a, b")]
    [InlineData("render DATA -k 2 -o FOLDER/p.svg --axes a,a", "--axes is 'a,a'; give one column or two different ones.")]
    [InlineData("explain DATA DATA", "data.csv: This is not a model that can be used: it does not begin as one.")]
    [InlineData("export DATA -o FOLDER/m.onnx", "This is not a model that can be used: it does not begin as one.")]
    [InlineData("export missing.lloyd -o FOLDER/m.onnx", "missing.lloyd: there is no such file; check the name and the folder")]
    [InlineData("explain FOLDER DATA", "this is a folder; give a file")]
    [InlineData("fit DATA -k 2 --checkpoint -", "--checkpoint is -, which is stdout; name a file")]
    [InlineData("fit DATA -k 2 --checkpoint DATA", "which DATA reads; name another file.")]
    [InlineData("predict missing DATA -o FOLDER/l.npy --distances", "--distances adds columns, and .npy holds labels alone; end the name of -o with .csv or .parquet.")]
    [InlineData("fit DATA -k 2 --one-hot colour", "there is no column 'colour'; the columns are a, b")]
    [InlineData("fit DATA -k 2 --id bb", "there is no column 'bb'; did you mean 'b'? the columns are a, b")]
    [InlineData("fit DATA -k 2 --columns z*", "no column is called like 'z*'; the columns are a, b")]
    [InlineData("fit DATA -k 2 --columns 3", "there is no column '3'; ")]
    [InlineData("fit DATA -k 2 --columns a,b --id b", "column 'b' is chosen both as the id and as a coordinate; choose one")]
    [InlineData("fit DATA -k 2 --one-hot a --id a", "column 'a' is chosen both as the id and to be encoded; choose one")]
    [InlineData("fit DATA -k 2 --one-hot a --weight a", "column 'a' is chosen both as the weight and to be encoded; choose one")]
    [InlineData("fit DATA -k 2 --memory much", "--memory is 'much'; give a number of bytes such as 500M or 2G.")]
    [InlineData("predict missing DATA --id b -o FOLDER/l.npy", "--id adds columns, and .npy holds labels alone; end the name of -o with .csv or .parquet.")]
    [InlineData("fit DATA -k 2 --id b --labels FOLDER/l.npy", "--id adds columns, and .npy holds labels alone; end the name of --labels with .csv or .parquet.")]
    [InlineData("predict - -", "MODEL and DATA both read stdin")]
    public void WhatCannotBeUsedIsRefusedInOneLine(string arguments, string words)
    {
        string data = Path.Combine(Folder, "data.csv");
        File.WriteAllText(data, "a,b\n1,2\n1,2\n3,4\n");
        (int exit, string output, string messages) = Run(
            arguments.Replace("DATA", data, StringComparison.Ordinal).Replace("FOLDER", Folder, StringComparison.Ordinal));
        Assert.Equal(1, exit);
        Assert.Contains(words, messages, StringComparison.Ordinal);
        Assert.Single(messages.Trim().Split('\n'));
        Assert.StartsWith("lloyd: ", messages, StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.Equal([data], Directory.GetFiles(Folder));
    }

    [Theory]
    [InlineData("make")]
    [InlineData("make moons")]
    [InlineData("fit")]
    [InlineData("predict")]
    [InlineData("choose")]
    [InlineData("explain")]
    [InlineData("render")]
    [InlineData("export")]
    [InlineData("play")]
    [InlineData("worker")]
    [InlineData("status")]
    [InlineData("resume")]
    [InlineData("cancel")]
    public void TheHelpOfEveryCommandHasAnExample(string command)
    {
        (int exit, string output, string messages) = Run($"{command} --help");
        Assert.Equal((0, ""), (exit, messages));
        Assert.Contains($"Example: lloyd {command} ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheEnvironmentForcesAnAssigner()
    {
        string fit = $"fit {Path.Combine(AppContext.BaseDirectory, "data", "iris.csv")} -k 3 --format json";
        string forced = Run(fit, environment: ("LLOYD_ASSIGNER", "reference")).Output;
        Assert.Contains("\"algorithm\":\"reference\"", forced, StringComparison.Ordinal);
        Assert.Equal(
            Run(fit).Output.Replace("\"panel\"", "\"reference\"", StringComparison.Ordinal).Split(",\"seconds\"")[0],
            forced.Split(",\"seconds\"")[0]);
    }
}
