using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;

namespace Lloyd.Page.Tests.Hosts;

/// <summary>The page's files and nothing else, as any static web host gives them: under a folder, without a token.</summary>
internal sealed class StaticHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private StaticHost(WebApplication application) => _application = application;

    public Uri Address => new($"{_application.Urls.Single()}/some/folder/");

    public static async Task<StaticHost> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        WebApplication application = builder.Build();
        application.UseFileServer(new FileServerOptions
        {
            RequestPath = "/some/folder",
            FileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "page")),
            StaticFileOptions = { ServeUnknownFileTypes = true },
        });
        application.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await application.StartAsync();
        return new StaticHost(application);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }
}
