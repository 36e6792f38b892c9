using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lloyd.Page.Tests.DevTools;

/// <summary>A connection to the browser: calls go out and are answered, events come in.</summary>
internal sealed class Channel : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _replies = new();
    private readonly SemaphoreSlim _sending = new(1);
    private Task _listening = Task.CompletedTask;
    private int _calls;

    /// <summary>An event: its name, its parameters, and the session that it comes from.</summary>
    public event Action<string, JsonNode, string>? Happened;

    public async Task ConnectAsync(Uri endpoint)
    {
        await _socket.ConnectAsync(endpoint, CancellationToken.None);
        _listening = ListenAsync();
    }

    /// <summary>Calls a method, and gives its result.</summary>
    public async Task<JsonNode> CallAsync(string session, string method, object? parameters = null)
    {
        int id = Interlocked.Increment(ref _calls);
        var reply = _replies[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        object call = session.Length == 0
            ? new { id, method, @params = parameters ?? new { } }
            : new { id, method, @params = parameters ?? new { }, sessionId = session };
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(
                JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
        JsonNode answer = await reply.Task.WaitAsync(Patience);
        return answer["error"] is { } error
            ? throw new InvalidOperationException($"{method}: {error["message"]}")
            : answer["result"]!;
    }

    /// <summary>Ends all calls that wait for an answer.</summary>
    public void Fail(string reason)
    {
        foreach (TaskCompletionSource<JsonNode> waiting in _replies.Values)
            waiting.TrySetException(new IOException(reason));
    }

    public async ValueTask DisposeAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await _listening;
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task ListenAsync()
    {
        byte[] buffer = new byte[1 << 16];
        string end = "The browser has closed the connection.";
        try
        {
            while (_socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                using var message = new MemoryStream();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Text)
                    Receive(JsonNode.Parse(message.ToArray())!);
            }
        }
        catch (WebSocketException e)
        {
            end = e.Message;
        }
        Fail(end);
    }

    private void Receive(JsonNode message)
    {
        if (message["id"] is null)
            Happened?.Invoke((string)message["method"]!, message["params"]!, (string?)message["sessionId"] ?? "");
        else if (_replies.TryRemove((int)message["id"]!, out TaskCompletionSource<JsonNode>? waiting))
            waiting.SetResult(message);
    }
}
