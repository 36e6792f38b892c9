using System.Diagnostics;
using System.Net;

namespace Lloyd.Packages.Tests;

/// <summary>Every line of the READMEs that can be run, run with the packages as a newcomer would have them.</summary>
public sealed class ReadmeTests(Packed packed)
{
    private const string FromSource = "dotnet run -c Release --project src/Lloyd.Cli -- ", Install = "dotnet tool install ", Pack = "dotnet pack ";

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/Lloyd.Cli/README.md")]
    public async Task ItsCommandsRun(string readme)
    {
        int runs = 0;
        foreach (string line in Readme.Commands(readme))
        {
            if (line == "./test" || line.StartsWith("lloyd worker ", StringComparison.Ordinal))
                continue;       // the one runs this, the other takes a Redis: Lloyd.Orleans.Tests has one
            if (line.StartsWith(Install, StringComparison.Ordinal) || line.StartsWith(Pack, StringComparison.Ordinal))
                continue;       // Packed has done these
            string command = line.StartsWith(FromSource, StringComparison.Ordinal) ? $"lloyd {line[FromSource.Length..]}" : line;
            Assert.StartsWith("lloyd ", command, StringComparison.Ordinal);
            string arguments = command["lloyd ".Length..];
            if (arguments.StartsWith("play", StringComparison.Ordinal))
                await ServesThePage(arguments);
            else
                Ran.Well(packed.Tool, arguments, packed.Work);
            runs++;
        }
        Assert.True(runs >= 8);
        Assert.True(new FileInfo(Path.Combine(packed.Work, "labels.csv")).Length > 0);
    }

    /// <summary>The project runs from its source, as the first line says.</summary>
    [Fact]
    public void ItRunsFromItsSource()
    {
        string line = Readme.Commands("README.md").First();
        Assert.StartsWith(FromSource, line, StringComparison.Ordinal);
        string run = FromSource["dotnet ".Length..].Replace("-c Release", $"-c {Repository.Configuration} --no-build", StringComparison.Ordinal);
        Assert.Contains("lloyd", Ran.Well("dotnet", $"{run} --help", Repository.Root).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("README.md", "Lloyd.Data", "points changed cluster")]
    [InlineData("src/Lloyd.Data/README.md", "Lloyd.Data", "inertia ")]
    [InlineData("src/Lloyd/README.md", "Lloyd", "points changed cluster")]
    public void ItsLinesOfCSharpRun(string readme, string package, string says)
    {
        string folder = Directory.CreateDirectory(Path.Combine(packed.Folder, Guid.NewGuid().ToString("N"))).FullName;
        File.WriteAllText(Path.Combine(folder, "fresh.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestoreAdditionalProjectSources>{packed.Packages}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="{Packed.Version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Assert.Single(Readme.Blocks(readme, "csharp")));
        File.WriteAllText(Path.Combine(folder, "customers.csv"),
            "age,income\n20,1000\n21,1100\n40,50000\n42,51000\n60,20000\n61,20500\n80,9000\n82,9100\n");
        Assert.Contains(says, Ran.Well("dotnet", "run -c Release", folder, packed.Own).Output, StringComparison.Ordinal);
    }

    /// <summary>Starts <c>play</c>, gets the page and its engine once over loopback, and ends it.</summary>
    private async Task ServesThePage(string arguments)
    {
        using Process play = Ran.Start(packed.Tool, $"{arguments} --no-browser", packed.Work);
        try
        {
            var address = new Uri((await play.StandardOutput.ReadLineAsync())!);
            Assert.True(address.IsLoopback);
            using var handler = new HttpClientHandler { CookieContainer = new CookieContainer(), AutomaticDecompression = DecompressionMethods.All };
            using var client = new HttpClient(handler);
            Assert.Contains("<title>", await client.GetStringAsync(address), StringComparison.Ordinal);
            string engine = Directory.GetFiles(Path.Combine(packed.Folder, "tool"), "Lloyd.Page*.wasm", SearchOption.AllDirectories)[0];
            byte[] served = await client.GetByteArrayAsync(new Uri(address, $"/_framework/{Path.GetFileName(engine)}"));
            Assert.Equal(await File.ReadAllBytesAsync(engine), served);
        }
        finally
        {
            play.Kill(entireProcessTree: true);
            await play.WaitForExitAsync();
        }
    }
}
