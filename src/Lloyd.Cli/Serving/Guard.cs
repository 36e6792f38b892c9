using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Lloyd.Cli.Serving;

/// <summary>
/// Who may talk to the server: whoever was given its address with the token in it, and only under this machine's own
/// names. Other pages in the same browser, other users of the machine and names that were bent to point here (DNS
/// rebinding) are turned away.
/// </summary>
internal sealed class Guard
{
    // Nothing inline, nothing from elsewhere, no frames; WebAssembly needs its own word.
    private const string ContentPolicy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; object-src 'none'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The secret that opens the page.</summary>
    public string Token { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Sets the headers of every answer; turns away what may not come in, and returns false then.</summary>
    public async Task<bool> AdmitAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        int port = context.Connection.LocalPort;
        string[] hosts = [$"localhost:{port}", $"127.0.0.1:{port}", $"[::1]:{port}"];
        if (!hosts.Contains(request.Host.Value, StringComparer.OrdinalIgnoreCase))
            return await RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "This server answers under localhost only.");
        bool isCall = HttpMethods.IsPost(request.Method)
            && request.Path.Value!.StartsWith(EngineCalls.Folder, StringComparison.Ordinal);
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !isCall)
        {
            headers.Allow = "GET, HEAD";
            return await RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "This server only shows things.");
        }
        // A page of another origin may send a form here, cookie and all in some browsers; it cannot say it is this one.
        if (isCall && request.Headers.Origin != $"{request.Scheme}://{request.Host.Value}")
            return await RefuseAsync(context, StatusCodes.Status403Forbidden, "Only the page itself may ask the engine.");
        string cookie = $"lloyd-{port}";        // cookies are not kept apart by port, so the name has to do it
        if (IsToken(request.Cookies[cookie]))
            return true;
        if (request.Path == "/" && IsToken(request.Query["token"]))
        {
            context.Response.Cookies.Append(
                cookie, Token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
            return true;
        }
        return await RefuseAsync(
            context, StatusCodes.Status403Forbidden, "Open the address that lloyd has printed; it holds a token.");
    }

    private bool IsToken(string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Token));

    private static async Task<bool> RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(why);
        return false;
    }
}
