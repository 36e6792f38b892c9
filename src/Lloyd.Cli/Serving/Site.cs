using Microsoft.AspNetCore.Http;

namespace Lloyd.Cli.Serving;

/// <summary>The files of the page. They are listed once, at the start, and a request only ever picks from the list: no path
/// that comes from outside reaches the file system.</summary>
internal sealed class Site
{
    private readonly Dictionary<string, string> _files = [];    // "/js/main.js" → where it lies

    /// <param name="folder">The published wwwroot.</param>
    /// <exception cref="InvalidInputException">There is no page in the folder.</exception>
    public Site(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "index.html")))
            throw new InvalidInputException($"The page is missing beside the tool, in '{folder}'. Build or install lloyd again.");
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            _files[$"/{Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/')}"] = file;
        _files["/"] = _files["/index.html"];
        if (_files.TryGetValue("/index.html.br", out string? compressed))
            _files["/.br"] = compressed;
    }

    /// <summary>Answers with a file of the page, compressed where the browser can read that; false if there is none.</summary>
    public async Task<bool> TrySendAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        if (!_files.TryGetValue(path, out string? file))
            return false;
        HttpResponse response = context.Response;
        response.ContentType = ContentType(file);
        response.Headers.CacheControl = "no-cache";
        response.Headers.Vary = "Accept-Encoding";
        string accepted = context.Request.Headers.AcceptEncoding.ToString();
        foreach ((string encoding, string suffix) in new[] { ("br", ".br"), ("gzip", ".gz") })
            if (accepted.Contains(encoding, StringComparison.OrdinalIgnoreCase)
                && _files.TryGetValue(path + suffix, out string? compressed))
            {
                response.Headers.ContentEncoding = encoding;
                file = compressed;
                break;
            }
        response.ContentLength = new FileInfo(file).Length;
        if (HttpMethods.IsGet(context.Request.Method))
            await response.SendFileAsync(file, context.RequestAborted);
        return true;
    }

    private static string ContentType(string file) => Path.GetExtension(file) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".csv" => "text/csv; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".json" => "application/json",
        ".wasm" => "application/wasm",
        _ => "application/octet-stream",
    };
}
