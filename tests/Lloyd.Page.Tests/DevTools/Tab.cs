using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lloyd.Page.Tests.DevTools;

/// <summary>One tab, driven through the DevTools protocol as a person drives it: real clicks, keys and files.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _replies = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly SemaphoreSlim _sending = new(1);
    private string _session = "";
    private int _calls;

    /// <summary>What the page has complained of: errors, warnings, exceptions, violations of its policy.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<Tab> OpenAsync(Uri endpoint, int width, int height)
    {
        var tab = new Tab();
        await tab._socket.ConnectAsync(endpoint, CancellationToken.None);
        _ = tab.ListenAsync();
        JsonNode context = await tab.CallAsync("Target.createBrowserContext");
        JsonNode target = await tab.CallAsync("Target.createTarget", new
        {
            url = "about:blank",
            browserContextId = (string)context["browserContextId"]!,
        });
        JsonNode attached = await tab.CallAsync("Target.attachToTarget", new
        {
            targetId = (string)target["targetId"]!,
            flatten = true,
        });
        tab._session = (string)attached["sessionId"]!;
        foreach (string domain in (string[])["Page", "Runtime", "Log", "DOM", "Accessibility"])
            await tab.CallAsync($"{domain}.enable");
        await tab.ResizeAsync(width, height);
        return tab;
    }

    public Task ResizeAsync(int width, int height, double pixelRatio = 1) => CallAsync(
        "Emulation.setDeviceMetricsOverride",
        new { width, height, deviceScaleFactor = pixelRatio, mobile = width < 600 });

    /// <summary>Emulates a media feature, such as prefers-color-scheme.</summary>
    public Task PreferAsync(params (string Name, string Value)[] features) => CallAsync(
        "Emulation.setEmulatedMedia",
        new { features = features.Select(feature => new { name = feature.Name, value = feature.Value }) });

    public Task GoToAsync(Uri address) => CallAsync("Page.navigate", new { url = address.AbsoluteUri });

    /// <summary>The value of a JavaScript expression; promises are awaited.</summary>
    public async Task<T> EvaluateAsync<T>(string expression)
    {
        JsonNode reply = await CallAsync(
            "Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true, userGesture = true });
        if (reply["exceptionDetails"] is { } details)
            throw new InvalidOperationException($"{expression}: {details["exception"]?["description"] ?? details["text"]}");
        return reply["result"]!["value"].Deserialize<T>()!;
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task UntilAsync(string expression)
    {
        for (DateTime end = DateTime.UtcNow + Patience; DateTime.UtcNow < end; await Task.Delay(25))
            if (await EvaluateAsync<bool>($"Boolean({expression})"))
                return;
        throw new TimeoutException($"Never true: {expression}. Complaints: {string.Join("; ", Complaints)}");
    }

    /// <summary>Clicks the middle of the element with the mouse.</summary>
    public async Task ClickAsync(string selector)
    {
        double[] at = await EvaluateAsync<double[]>($$"""
            (() => {
              const found = document.querySelector({{Quote(selector)}});
              found.scrollIntoView({ block: 'nearest' });
              const { x, y, width, height } = found.getBoundingClientRect();
              return [x + width / 2, y + height / 2];
            })()
            """);
        foreach (string type in (string[])["mouseMoved", "mousePressed", "mouseReleased"])
            await CallAsync("Input.dispatchMouseEvent", new { type, x = at[0], y = at[1], button = "left", clickCount = 1 });
    }

    /// <summary>Presses a key, named as in KeyboardEvent.key.</summary>
    public async Task PressAsync(string key)
    {
        int code = key switch
        {
            "ArrowLeft" => 37,
            "ArrowRight" => 39,
            "Home" => 36,
            "End" => 35,
            "Escape" => 27,
            "Tab" => 9,
            _ => char.ToUpperInvariant(key[0]),
        };
        string text = key.Length == 1 ? key : "";
        foreach (string type in (string[])["keyDown", "keyUp"])
            await CallAsync("Input.dispatchKeyEvent", new { type, key, text, windowsVirtualKeyCode = code });
    }

    /// <summary>Gives files to a file input, as choosing them in the dialog does.</summary>
    public async Task ChooseFileAsync(string selector, string path)
    {
        JsonNode document = await CallAsync("DOM.getDocument");
        JsonNode found = await CallAsync(
            "DOM.querySelector", new { nodeId = (int)document["root"]!["nodeId"]!, selector });
        await CallAsync("DOM.setFileInputFiles", new { nodeId = (int)found["nodeId"]!, files = new[] { path } });
    }

    /// <summary>A picture of what is to be seen, as PNG.</summary>
    public async Task<byte[]> ScreenshotAsync() =>
        Convert.FromBase64String((string)(await CallAsync("Page.captureScreenshot", new { format = "png" }))["data"]!);

    /// <summary>What a screen reader finds: role and name of every element that has both.</summary>
    public async Task<(string Role, string Name)[]> AccessibilityAsync()
    {
        JsonArray nodes = (await CallAsync("Accessibility.getFullAXTree"))["nodes"]!.AsArray();
        return
        [
            .. nodes.Where(node => node!["name"] is not null && !(bool)node["ignored"]!)
                .Select(node => ((string)node!["role"]!["value"]!, (string?)node["name"]!["value"] ?? "")),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        _socket.Dispose();
    }

    public static string Quote(string text) => JsonSerializer.Serialize(text);

    private async Task<JsonNode> CallAsync(string method, object? parameters = null)
    {
        int id = Interlocked.Increment(ref _calls);
        var reply = _replies[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        byte[] message = JsonSerializer.SerializeToUtf8Bytes(
            _session.Length == 0
                ? new { id, method, @params = parameters ?? new { } }
                : (object)new { id, method, @params = parameters ?? new { }, sessionId = _session });
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None);
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

    private async Task ListenAsync()
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            while (_socket.State == WebSocketState.Open)
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
        catch (Exception error) when (error is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            foreach (TaskCompletionSource<JsonNode> waiting in _replies.Values)
                waiting.TrySetException(error);
        }
    }

    private void Receive(JsonNode message)
    {
        if (message["id"] is { } id)
        {
            if (_replies.TryRemove((int)id, out TaskCompletionSource<JsonNode>? waiting))
                waiting.SetResult(message);
            return;
        }
        JsonNode parameters = message["params"]!;
        switch ((string)message["method"]!)
        {
            case "Runtime.exceptionThrown":
                _complaints.Enqueue(parameters["exceptionDetails"]!.ToJsonString());
                break;
            case "Runtime.consoleAPICalled" when (string)parameters["type"]! is "error" or "warning" or "assert":
                _complaints.Enqueue(parameters["args"]!.ToJsonString());
                break;
            case "Log.entryAdded" when (string)parameters["entry"]!["level"]! is "error" or "warning":
                _complaints.Enqueue(parameters["entry"]!.ToJsonString());
                break;
        }
    }
}
