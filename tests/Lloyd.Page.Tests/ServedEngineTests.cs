using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Web;
using Lloyd.Cli.Serving;
using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;
using Lloyd.Watch;
using Microsoft.AspNetCore.Http;

namespace Lloyd.Page.Tests;

/// <summary>The engine that <c>lloyd play FILE</c> runs beside the page.</summary>
public sealed class ServedEngineTests(Browser browser, SharedPlay play) : PageTest(browser, play)
{
    private const string Run = "lloyd.steps.map(s => [s.inertia, s.arrivedInertia, ...s.centroids, ...s.counts, ...s.rows, ...s.to].join()).join('/')";
    private const string Settings = """
        {"k":3,"init":"random","seed":1,"scale":"none","empty":"relocate","tol":0,"iter":300,"e":""}
        """;

    /// <summary>The file's page asks the server; when that is gone, the engine in the browser gives the same bits.</summary>
    [Fact]
    public async Task Without_the_server_the_page_goes_on_by_itself()
    {
        Play served = Keep(await Play.StartAsync(DataFile("iris.csv"), "--seed", "3"));
        await OpenAsync(served.Address);
        Assert.True(await Page.EvaluateAsync<bool>("performance.getEntriesByType('resource').some(e => e.name.endsWith('engine/run'))"));
        string first = await Page.EvaluateAsync<string>(Run);
        Process.GetProcessById(served.ProcessId).Kill();
        await served.ExitAsync();
        await Page.ClickAsync("#die");
        await Page.UntilAsync("document.querySelector('#notices').textContent.includes('goes on by itself')");
        await ReadyAsync();
        await Page.PressAsync("z", Tab.Control);
        await ReadyAsync();
        Assert.Equal(3, await Page.EvaluateAsync<int>("lloyd.state.seed"));
        Assert.Equal(first, await Page.EvaluateAsync<string>(Run));
        await Page.UntilComplaintAsync();               // the browser's own, that a server does not answer
        Assert.All(Page.Complaints, complaint => Assert.Contains("ERR_CONNECTION", complaint, StringComparison.Ordinal));
        await OpenAsync();                              // or the browser goes on asking for the other one's icon
        Page.ForgetComplaints();
    }

    [Fact]
    public async Task Only_the_page_itself_may_ask()
    {
        Play served = Keep(await Play.StartAsync(DataFile("iris.csv")));
        int port = served.Address.Port;
        string host = $"127.0.0.1:{port}", origin = $"Origin: http://{host}";
        string cookie = $"Cookie: lloyd-{port}={HttpUtility.ParseQueryString(served.Address.Query)["token"]}";
        async Task<(int Status, string Body)> AskAsync(string call, string body, params string[] headers)
        {
            (int status, _, string answer) = await Wire.SendAsync(
                port, "POST", call, host, [$"Content-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}", .. headers, "", body]);
            return (status, answer);
        }
        string question = $$"""{"settings":{{Settings}}}""";
        Assert.Equal(200, (await AskAsync("/engine/run", question, cookie, origin)).Status);
        Assert.Equal(403, (await AskAsync("/engine/run", question, origin)).Status);
        Assert.Equal(403, (await AskAsync("/engine/run", question, cookie)).Status);
        Assert.Equal(403, (await AskAsync("/engine/run", question, cookie, "Origin: null")).Status);
        Assert.Equal(403, (await AskAsync("/engine/run", question, cookie, "Origin: http://evil.example")).Status);
        Assert.Equal(403, (await AskAsync("/engine/run", question, cookie, $"Origin: http://localhost:{port}")).Status);
        Assert.Equal(404, (await AskAsync("/engine/files", question, cookie, origin)).Status);
        Assert.Equal(405, (await AskAsync("/data.json", question, cookie, origin)).Status);
        Assert.Equal(400, (await AskAsync("/engine/run", "{", cookie, origin)).Status);
        Assert.Equal(400, (await AskAsync("/engine/run", "[]", cookie, origin)).Status);
        Assert.Equal(400, (await AskAsync("/engine/preview", question, cookie, origin)).Status);
        foreach ((string k, string said) in new[] { ("2000000000", "k is 2000000000; here it can be 1 to 1000."), ("999", "999") })
        {
            (int status, string answer) = await AskAsync(
                "/engine/run", question.Replace("\"k\":3", $"\"k\":{k}", StringComparison.Ordinal), cookie, origin);
            Assert.Equal(400, status);
            Assert.Contains(said, answer, StringComparison.Ordinal);
        }
        Assert.Equal(413, (await Wire.SendAsync(port, "POST", "/engine/run", host, cookie, origin, "Content-Length: 99999999")).Status);
        Assert.Equal(403, (await AskAsync("/engine/read?missing=error", "a,b\n1,2\n", cookie, "Origin: http://evil.example")).Status);
        Assert.Equal(400, (await AskAsync("/engine/read?missing=guess", "a,b\n1,2\n", cookie, origin)).Status);
        Assert.Equal(400, (await AskAsync("/engine/read?missing=error", "PAR1 and no more", cookie, origin)).Status);
        Assert.Equal(413, (await Wire.SendAsync(port, "POST", "/engine/read?missing=error", host, cookie, origin, "Content-Length: 9999999999")).Status);
    }

    /// <summary>A run of very many iterations, given up as a browser does that closes the tab after the first step.</summary>
    [Fact]
    public async Task The_work_ends_when_the_browser_goes()
    {
        var engine = new EngineCalls(BuiltIn.Make("uniform:n=20000,f=8,seed=1"));
        string settings = Settings.Replace("\"k\":3", "\"k\":500", StringComparison.Ordinal)
            .Replace("\"tol\":0,\"iter\":300", "\"tol\":\"none\",\"iter\":100000", StringComparison.Ordinal);
        using var gone = new CancellationTokenSource();
        using var body = new Closing(gone);
        var context = new DefaultHttpContext { RequestAborted = gone.Token };
        context.Request.Path = "/engine/run";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"settings":{{settings}}}"""));
        context.Response.Body = body;
        Assert.True(await engine.TryAnswerAsync(context).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        Assert.True(body.Length > 0);
    }

    private sealed class Closing(CancellationTokenSource gone) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, CancellationToken.None);
            await gone.CancelAsync();
        }
    }
}
