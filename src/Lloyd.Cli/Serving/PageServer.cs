using System.Buffers;
using System.Net;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Lloyd.Cli.Serving;

/// <summary>The web server of <c>lloyd play</c>: the page and, where there is one, a table; on this machine only.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private const int ChunkSize = 1 << 16;
    private const int LongestQuestion = 8 << 20;        // bytes: k × d centroids as text

    private readonly WebApplication _application;

    private PageServer(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
    }

    /// <summary>What to open: with the token, and on the table if there is one.</summary>
    public Uri Address { get; }

    /// <summary>Starts to serve.</summary>
    /// <param name="folder">The published wwwroot.</param>
    /// <param name="table">What the page opens on; nothing: the notebook's blobs.</param>
    /// <param name="port">0: any that is free.</param>
    /// <exception cref="InvalidInputException">There is no page in the folder, or the port is taken.</exception>
    public static async Task<PageServer> StartAsync(string folder, ServedTable? table, int port)
    {
        var site = new Site(folder);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = LongestQuestion;
            options.Listen(IPAddress.Loopback, port);
        });
        WebApplication application = builder.Build();
        var guard = new Guard();
        EngineCalls? engine = table is null ? null : new EngineCalls(table.Sample);
        application.Run(context => AnswerAsync(context, guard, site, table, engine));
        try
        {
            await application.StartAsync();
        }
        catch (IOException e)
        {
            await application.DisposeAsync();
            throw new InvalidInputException($"Port {port} cannot be used: {e.Message} Give another one, or 0 for any that is free.", e);
        }
        int chosen = new Uri(application.Urls.Single()).Port;
        string fragment = table is null ? "" : "#d=served";
        return new PageServer(application, new Uri($"http://127.0.0.1:{chosen}/?token={guard.Token}{fragment}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true));     // open connections are cut, not waited for
        await _application.DisposeAsync();
    }

    private static async Task AnswerAsync(
        HttpContext context, Guard guard, Site site, ServedTable? table, EngineCalls? engine)
    {
        if (!await guard.AdmitAsync(context))
            return;
        if (HttpMethods.IsPost(context.Request.Method))
        {
            if (context.Request.Path == TableUpload.Path)
                await TableUpload.AnswerAsync(context);
            else if (engine is null || !await engine.TryAnswerAsync(context))
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (await site.TrySendAsync(context))
            return;
        switch (context.Request.Path.Value)
        {
            case "/data.json" when table is not null:
                await SendAsync(context, "application/json", table.ToJson());
                break;
            case "/data.f64" when table is not null:
                await SendAsync(context, "application/octet-stream", table.Sample.Points);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static async Task SendAsync(HttpContext context, string type, byte[] bytes)
    {
        Describe(context, type, bytes.Length);
        if (HttpMethods.IsGet(context.Request.Method))
            await context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>Sends the numbers as they lie in memory: float64, little-endian, row after row.</summary>
    private static async Task SendAsync(HttpContext context, string type, Points<double> points)
    {
        Describe(context, type, (long)points.Values.Length * sizeof(double));
        if (!HttpMethods.IsGet(context.Request.Method))
            return;
        for (int first = 0; first < points.Values.Length; first += ChunkSize)
        {
            int count = Math.Min(ChunkSize, points.Values.Length - first);
            context.Response.BodyWriter.Write(MemoryMarshal.AsBytes(points.Values.Slice(first, count)));
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }

    private static void Describe(HttpContext context, string type, long length)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = length;
        context.Response.Headers.CacheControl = "no-store";
    }
}
