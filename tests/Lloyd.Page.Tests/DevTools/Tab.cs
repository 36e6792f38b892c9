using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lloyd.Page.Tests.DevTools;

/// <summary>One tab, used as a person uses it: with real clicks, keys and files.</summary>
internal sealed class Tab : IAsyncDisposable
{
    public const int Control = 2;
    public const int Shift = 8;

    private const string Crash = "The browser's process for the page has crashed.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Dictionary<string, int> KeyCodes = new()
    {
        ["ArrowLeft"] = 37, ["ArrowUp"] = 38, ["ArrowRight"] = 39, ["ArrowDown"] = 40, ["Delete"] = 46, ["Home"] = 36, ["End"] = 35, ["Escape"] = 27, ["Tab"] = 9, ["Enter"] = 13,
    };

    private readonly Channel _channel = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private string _context = "";
    private string _session = "";
    private volatile string _document = "";

    private Tab() => _channel.Happened += Hear;

    /// <summary>What the page and its workers have complained of: errors, warnings, exceptions, breaches of its
    /// content policy.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Whether pages in it would not behave as in a new one.</summary>
    public bool IsWornOut { get; private set; }

    /// <summary>Whether the browser's process for it is gone. Nothing can be asked of it any more.</summary>
    public bool HasCrashed { get; private set; }

    public static async Task<Tab> OpenAsync(Uri endpoint, int width, int height)
    {
        var tab = new Tab();
        await tab._channel.ConnectAsync(endpoint);
        tab._context = (string)(await tab._channel.CallAsync("", "Target.createBrowserContext"))["browserContextId"]!;
        JsonNode target = await tab._channel.CallAsync(
            "", "Target.createTarget", new { url = "about:blank", browserContextId = tab._context });
        JsonNode attached = await tab._channel.CallAsync(
            "", "Target.attachToTarget", new { targetId = (string)target["targetId"]!, flatten = true });
        tab._session = (string)attached["sessionId"]!;
        foreach (string domain in (string[])["Page", "Runtime", "Log", "DOM", "Inspector"])
            await tab.CallAsync($"{domain}.enable");
        await tab.CallAsync("Target.setAutoAttach", new { autoAttach = true, waitForDebuggerOnStart = true, flatten = true });
        await tab.CallAsync("Emulation.setFocusEmulationEnabled", new { enabled = true });
        await tab.CallAsync(
            "Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = false });
        return tab;
    }

    /// <summary>Emulates a media feature, such as prefers-color-scheme.</summary>
    public Task PreferAsync(string name, string value) =>
        CallAsync("Emulation.setEmulatedMedia", new { features = (object[])[new { name, value }] });

    /// <summary>Takes something from the browser that scripts would find in it, before they run.</summary>
    public Task WithoutAsync(string name)
    {
        IsWornOut = true;
        return CallAsync("Page.addScriptToEvaluateOnNewDocument", new { source = $"delete globalThis.{name}" });
    }

    /// <summary>Opens an address, and waits until what was there before is gone.</summary>
    public async Task GoToAsync(Uri address)
    {
        JsonNode reply = await CallAsync("Page.navigate", new { url = address.AbsoluteUri });
        if (reply["errorText"] is { } error)
            throw new IOException($"{address} does not open: {error}");
        if (reply["loaderId"] is { } document)          // none: only the fragment is new
            await UntilAsync(() => Task.FromResult(_document == (string)document!), $"{address} is shown");
    }

    /// <summary>Makes it as good as a new one, for the next test. The page itself goes, so that the browser keeps the
    /// process, in which WebAssembly starts several times as fast as in a new one.</summary>
    public async Task ClearAsync()
    {
        string document = _document;
        await EvaluateAsync<object>("void location.assign('about:blank')");
        await UntilAsync(() => Task.FromResult(_document != document), "the page is gone");
        await CallAsync("Emulation.setEmulatedMedia", new { features = Array.Empty<object>() });
        _complaints.Clear();
    }

    /// <summary>The value of a JavaScript expression; promises are awaited.</summary>
    public Task<T> EvaluateAsync<T>(string expression) => EvaluateAsync<T>(expression, expression);

    /// <summary>What the function in a file of Probes/ returns for these arguments.</summary>
    public async Task<T> ProbeAsync<T>(string name, params object[] arguments)
    {
        string function = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Probes", $"{name}.js"));
        return await EvaluateAsync<T>($"({function})(...{JsonSerializer.Serialize(arguments)})", name);
    }

    /// <summary>Waits until an expression is true.</summary>
    public Task UntilAsync(string expression) =>
        UntilAsync(() => EvaluateAsync<bool>($"Boolean({expression})"), expression);

    /// <summary>What a test has expected is no longer a complaint.</summary>
    public void ForgetComplaints() => _complaints.Clear();

    /// <summary>Waits until the page has complained of something.</summary>
    public Task UntilComplaintAsync() => UntilAsync(() => Task.FromResult(!_complaints.IsEmpty), "a complaint");

    /// <summary>The text of the first element that is found.</summary>
    public Task<string> TextAsync(string selector) =>
        EvaluateAsync<string>($"document.querySelector({Quote(selector)}).textContent");

    /// <summary>Chooses an option of a select element, as its menu does.</summary>
    public Task SelectAsync(string selector, string value) => EvaluateAsync<object>($$"""
        (() => {
          const select = document.querySelector({{Quote(selector)}});
          select.value = {{Quote(value)}};
          select.dispatchEvent(new Event('change', { bubbles: true }));
        })()
        """);

    /// <summary>Clicks the middle of an element.</summary>
    public async Task ClickAsync(string selector)
    {
        (double x, double y) = await PlaceAsync(selector, 0.5);
        await MouseAsync("mouseMoved", x, y);
        await MouseAsync("mousePressed", x, y);
        await MouseAsync("mouseReleased", x, y);
    }

    /// <summary>Drags from one share of an element's width to another.</summary>
    public async Task DragAsync(string selector, double from, double to)
    {
        (double x, double y) = await PlaceAsync(selector, from);
        (double end, _) = await PlaceAsync(selector, to);
        await DragAsync([x, y], [end, y]);
    }

    /// <summary>Drags from one place of the window to another, and lets go there unless told to hold on.</summary>
    public async Task DragAsync(double[] from, double[] to, bool letGo = true)
    {
        await MouseAsync("mouseMoved", from[0], from[1]);
        await MouseAsync("mousePressed", from[0], from[1]);
        for (int i = 1; i <= 8; i++)
            await MouseAsync("mouseMoved", from[0] + (to[0] - from[0]) * i / 8, from[1] + (to[1] - from[1]) * i / 8);
        if (letGo)
            await MouseAsync("mouseReleased", to[0], to[1]);
    }

    /// <summary>One event of the mouse, named as in the protocol: mouseMoved, mousePressed, mouseReleased.</summary>
    public Task<JsonNode> MouseAsync(string type, double x, double y, int clicks = 1) => CallAsync("Input.dispatchMouseEvent", new
    {
        type, x, y, button = "left", buttons = type == "mouseReleased" ? 0 : 1, clickCount = type == "mouseMoved" ? 0 : clicks,
    });

    /// <summary>Moves a finger from one place of the window to another.</summary>
    public async Task TouchAsync(double[] from, double[] to)
    {
        await CallAsync("Input.dispatchTouchEvent", new { type = "touchStart", touchPoints = (object[])[new { x = from[0], y = from[1] }] });
        for (int i = 1; i <= 8; i++)
            await CallAsync("Input.dispatchTouchEvent", new
            {
                type = "touchMove",
                touchPoints = (object[])[new { x = from[0] + (to[0] - from[0]) * i / 8, y = from[1] + (to[1] - from[1]) * i / 8 }],
            });
        await CallAsync("Input.dispatchTouchEvent", new { type = "touchEnd", touchPoints = Array.Empty<object>() });
    }

    public async Task DoubleClickAsync(double[] place)
    {
        await MouseAsync("mouseMoved", place[0], place[1]);
        for (int clicks = 1; clicks <= 2; clicks++)
        {
            await MouseAsync("mousePressed", place[0], place[1], clicks);
            await MouseAsync("mouseReleased", place[0], place[1], clicks);
        }
    }

    /// <summary>Presses a key, named as in KeyboardEvent.key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="modifiers">What is held with it: <see cref="Control"/>, <see cref="Shift"/>.</param>
    public async Task PressAsync(string key, int modifiers = 0)
    {
        int windowsVirtualKeyCode = KeyCodes.TryGetValue(key, out int code) ? code : char.ToUpperInvariant(key[0]);
        string text = key.Length == 1 && modifiers == 0 ? key : "";
        foreach (string type in (string[])["keyDown", "keyUp"])
            await CallAsync("Input.dispatchKeyEvent", new { type, key, text, windowsVirtualKeyCode, modifiers });
    }

    /// <summary>Gives a file to a file input, as choosing it in the dialog does.</summary>
    public async Task ChooseFileAsync(string selector, string path)
    {
        JsonNode document = await CallAsync("DOM.getDocument");
        JsonNode found = await CallAsync(
            "DOM.querySelector", new { nodeId = (int)document["root"]!["nodeId"]!, selector });
        await CallAsync("DOM.setFileInputFiles", new { nodeId = (int)found["nodeId"]!, files = (string[])[path] });
    }

    /// <summary>Drops a file on the middle of an element.</summary>
    public async Task DropFileAsync(string selector, string path)
    {
        (double x, double y) = await PlaceAsync(selector, 0.5);
        var data = new { items = Array.Empty<object>(), files = (string[])[path], dragOperationsMask = 1 };
        foreach (string type in (string[])["dragEnter", "dragOver", "drop"])
            await CallAsync("Input.dispatchDragEvent", new { type, x, y, data });
    }

    /// <summary>Clicks on something that saves a file, and gives the file.</summary>
    public async Task<byte[]> SaveAsync(string selector)
    {
        string folder = Directory.CreateTempSubdirectory("lloyd-").FullName;
        try
        {
            await _channel.CallAsync("", "Browser.setDownloadBehavior",
                new { behavior = "allow", browserContextId = _context, downloadPath = folder });
            await ClickAsync(selector);
            string[] saved = [];
            // While it is written, an empty file of its name may stand beside it.
            await UntilAsync(
                () => Task.FromResult((saved = Directory.GetFiles(folder)) is [var file] && !file.EndsWith(".crdownload", StringComparison.Ordinal)),
                "a file is saved");
            return await File.ReadAllBytesAsync(saved.Single());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What a screen reader is given: the nodes of the accessibility tree that are not ignored.</summary>
    public async Task<JsonNode[]> AccessibilityAsync()
    {
        IsWornOut = true;       // from now on the browser would keep the tree of every page in it
        JsonNode tree = await CallAsync("Accessibility.getFullAXTree");
        return [.. tree["nodes"]!.AsArray().Where(node => !(bool)node!["ignored"]!)!];
    }

    /// <summary>A picture of what is to be seen, as PNG.</summary>
    public async Task<byte[]> ScreenshotAsync() =>
        Convert.FromBase64String((string)(await CallAsync("Page.captureScreenshot", new { format = "png" }))["data"]!);

    /// <summary>Ends the browser's process for it.</summary>
    public async Task CrashAsync() => await Assert.ThrowsAsync<IOException>(() => CallAsync("Page.crash"));

    public async ValueTask DisposeAsync()
    {
        await _channel.CallAsync("", "Target.disposeBrowserContext", new { browserContextId = _context });
        await _channel.DisposeAsync();
    }

    public static string Quote(string text) => JsonSerializer.Serialize(text);

    private async Task UntilAsync(Func<Task<bool>> condition, string name)
    {
        for (DateTime end = DateTime.UtcNow + Patience; DateTime.UtcNow < end; await Task.Delay(10))
            if (await condition())
                return;
        throw new TimeoutException($"Never true: {name}. Complaints: {string.Join("; ", Complaints)}");
    }

    private Task<JsonNode> CallAsync(string method, object? parameters = null) =>
        HasCrashed ? throw new IOException(Crash) : _channel.CallAsync(_session, method, parameters);

    private async Task<T> EvaluateAsync<T>(string expression, string name)
    {
        JsonNode reply = await CallAsync("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true });
        return reply["exceptionDetails"] is { } details
            ? throw new InvalidOperationException($"{name}: {details["exception"]?["description"] ?? details["text"]}")
            : reply["result"]!["value"].Deserialize<T>(JsonSerializerOptions.Web)!;
    }

    private async Task<(double X, double Y)> PlaceAsync(string selector, double share)
    {
        double[] at = await EvaluateAsync<double[]>($$"""
            (() => {
              const found = document.querySelector({{Quote(selector)}});
              found.scrollIntoView({ block: 'nearest' });
              const { x, y, width, height } = found.getBoundingClientRect();
              return [x + width * {{share.ToString(System.Globalization.CultureInfo.InvariantCulture)}}, y + height / 2];
            })()
            """);
        return (at[0], at[1]);
    }

    private void Hear(string name, JsonNode parameters, string session)
    {
        switch (name)
        {
            case "Target.attachedToTarget" when session == _session:
                _ = ListenToWorkerAsync((string)parameters["sessionId"]!);
                break;
            case "Inspector.targetCrashed" when session == _session:
                HasCrashed = IsWornOut = true;
                _channel.Fail(Crash);
                break;
            case "Page.frameNavigated":
                _document = (string)parameters["frame"]!["loaderId"]!;
                break;
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

    /// <summary>A worker waits until it is listened to.</summary>
    private async Task ListenToWorkerAsync(string worker)
    {
        foreach (string method in (string[])["Runtime.enable", "Log.enable", "Runtime.runIfWaitingForDebugger"])
            await _channel.CallAsync(worker, method);
    }
}
