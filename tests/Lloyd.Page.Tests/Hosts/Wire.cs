using System.Net.Sockets;
using System.Text;

namespace Lloyd.Page.Tests.Hosts;

/// <summary>Requests written out by hand: clients tidy up paths and hosts before they send them.</summary>
internal static class Wire
{
    /// <summary>Sends a request, and gives the status, the headers (a line each) and the body of the answer.</summary>
    public static async Task<(int Status, string[] Headers, string Body)> SendAsync(
        int port, string method, string target, string host, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        await using NetworkStream stream = client.GetStream();
        string[] lines = [$"{method} {target} HTTP/1.1", $"Host: {host}", "Connection: close", .. headers, "", ""];
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines)));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        string[] parts = (await reader.ReadToEndAsync()).Split("\r\n\r\n", 2);
        string[] head = parts[0].Split("\r\n");
        return (int.Parse(head[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), head[1..], parts[1]);
    }
}
