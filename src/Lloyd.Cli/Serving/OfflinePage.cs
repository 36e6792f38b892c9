using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lloyd.Cli.Serving;

/// <summary>The page as one file that opens anywhere, offline, with a table on it, and computes there or plays one run: what
/// pages.js saves from the page, made from the same files; its unpack.js starts it. There are two that pack: a saved page
/// saves itself again, also where a browser has no WebAssembly and so no C#, and the tool has no browser.</summary>
internal sealed partial class OfflinePage
{
    /// <summary>More values than this make a file that no browser likes to open.</summary>
    public const int MostValues = 5_000_000;

    private const string Own = "lloyd:";            // how a script names another file of the page, until unpack.js gives addresses
    private const string Framework = "_framework/";
    private const string Worker = "js/worker.js";   // in which the engine is

    private const int PackedAtATime = 1 << 16;      // bytes between two looks at whether to go on

    private readonly string _folder;
    private readonly bool _computes;
    private readonly IProgress<long>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<string, (string Type, string Data)> _files = [];

    private long _packed;                           // bytes, before they were packed

    private OfflinePage(string folder, bool computes, IProgress<long>? progress, CancellationToken cancellation) =>
        (_folder, _computes, _progress, _cancellation) = (folder, computes, progress, cancellation);

    /// <summary>Writes the page.</summary>
    /// <param name="folder">The published wwwroot.</param>
    /// <param name="table">What it opens on.</param>
    /// <param name="computes">Whether it has the engine, or the run of the table instead.</param>
    /// <param name="progress">Told how many bytes have been packed.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidInputException">There is no page in the folder, or there are too many values.</exception>
    public static byte[] Of(string folder, ServedTable table, bool computes, IProgress<long>? progress, CancellationToken cancellation)
    {
        CheckCount(table.Sample.Points.Values.Length);
        _ = new Site(folder);       // refuses a folder without a page
        return new OfflinePage(folder, computes, progress, cancellation).Assemble(table);
    }

    /// <summary>Refuses too many values.</summary>
    public static void CheckCount(int values)
    {
        if (values > MostValues)
            throw new InvalidInputException(
                $"A page holds its data, and {values} values are too many for it: at most {MostValues}. Draw an .svg or .png, or choose columns.");
    }

    private byte[] Assemble(ServedTable table)
    {
        foreach (string path in new[] { "index.html", "js/unpack.js", "favicon.svg" })
            Add(path);
        string index = Text("index.html");
        var styles = new StringBuilder();
        string nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        foreach (Match link in StyleSheet().Matches(index))
        {
            Add(link.Groups[1].Value);
            styles.Append($"<style nonce=\"{nonce}\">{Text(link.Groups[1].Value)}</style>\n");
        }
        AddModule("js/main.js");
        if (_computes)
        {
            AddEngine();
            foreach (string sample in Directory.EnumerateFiles(Path.Combine(_folder, "samples"), "*.csv").Order(StringComparer.Ordinal))
                Add($"samples/{Path.GetFileName(sample)}");
        }
        _files["kept"] = ("application/json", Pack(stream =>
        {
            using Utf8JsonWriter json = Json.To(stream);
            Keep(json, table);
        }));

        string icon = $"data:image/svg+xml;base64,{Convert.ToBase64String(Bytes("favicon.svg"))}";
        string policy =
            $"default-src 'none'; script-src 'nonce-{nonce}' blob: 'wasm-unsafe-eval'; worker-src blob:; connect-src blob:; " +
            $"style-src 'nonce-{nonce}'; img-src data: blob:; base-uri 'none'; form-action 'none'";
        index = StyleSheet().Replace(index, "");
        index = Replaced(index, "<script type=\"module\" src=\"js/main.js\"></script>", "");
        index = Replaced(index, "<title>Lloyd: watch k-means think</title>", $"<title>Lloyd: {WebUtility.HtmlEncode(table.Name)}</title>");
        index = Replaced(index, "<link rel=\"icon\" href=\"favicon.svg\"", $"<link rel=\"icon\" href=\"{icon}\"");
        index = Replaced(index, "<a class=\"brand\" href=\"./\"><img src=\"favicon.svg\"", $"<a class=\"brand\"><img src=\"{icon}\"");
        index = Replaced(index, "<meta charset=\"utf-8\">", $"<meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        index = Replaced(index, "</head>", $"{styles}</head>");
        index = Replaced(index, "</body>",
            $"<script type=\"application/json\" id=\"kept\">{FilesAsJson()}</script><script type=\"module\" nonce=\"{nonce}\">{Text("js/unpack.js")}</script></body>");
        return Encoding.UTF8.GetBytes(index);
    }

    // ---- which files -------------------------------------------------------------------------------------------

    private void Add(string path, Func<string, string>? change = null) => _files[path] =
        (TypeOf(path), Pack(change is null ? Bytes(path) : Encoding.UTF8.GetBytes(change(Text(path)))));

    /// <summary>A module and all that it imports. What it names as a neighbour it names by its place in the page.</summary>
    private void AddModule(string path)
    {
        var imported = new List<string>();
        Add(path, text => Relative().Replace(text, match =>
        {
            string address = match.Groups[2].Success ? match.Groups[2].Value : match.Groups[3].Value;
            imported.Add(new Uri(new Uri($"https://page/{path}"), address).AbsolutePath[1..]);
            return $"{match.Groups[1].Value}'{Own}{imported[^1]}'";
        }));
        foreach (string next in imported)
            if (!next.StartsWith(Framework, StringComparison.Ordinal) && (_computes || next != Worker) && !_files.ContainsKey(next))
                AddModule(next);
    }

    /// <summary>The runtime and the library. From a file nothing can be fetched by name, so the runtime is told where its parts
    /// are.</summary>
    private void AddEngine()
    {
        const string itself = $"{Framework}dotnet.itself.js";
        string runtime = Still(Text($"{Framework}dotnet.js"));
        _files[itself] = (TypeOf(itself), Pack(Encoding.UTF8.GetBytes(runtime)));
        using JsonDocument boot = JsonDocument.Parse(Boot().Match(runtime).Groups[1].Value);
        string[] names =
        [
            .. boot.RootElement.GetProperty("resources").EnumerateObject().Where(list => list.Value.ValueKind == JsonValueKind.Array)
                .SelectMany(list => list.Value.EnumerateArray()).Select(part => part.GetProperty("name").GetString()!),
        ];
        foreach (string name in names)
            Add(Framework + name, name.EndsWith(".js", StringComparison.Ordinal) ? Still : null);
        string places = string.Join(", ", names.Select(name => $"'{name}': '{Own}{Framework}{name}'"));
        _files[$"{Framework}dotnet.js"] = (TypeOf(itself), Pack(Encoding.UTF8.GetBytes(
            $$"""
            import { dotnet } from '{{Own}}{{itself}}';
            const places = { {{places}} };
            dotnet.withResourceLoader((type, name) => type === 'dotnetjs' ? places[name] : fetch(places[name]));
            export { dotnet };

            """)));

        // Where a script of the runtime is, it only asks to find its neighbours.
        static string Still(string text) => text.Replace("import.meta.url", "\"https://page/_framework/\"", StringComparison.Ordinal);
    }

    /// <summary>What is on the page, as unpack.js takes it.</summary>
    private void Keep(Utf8JsonWriter json, ServedTable table)
    {
        using JsonDocument settings = JsonDocument.Parse(Json.Bytes(each =>
        {
            each.WriteStartObject();
            table.WriteSettings(each);
            each.WriteEndObject();
        }));
        json.WriteStartObject();
        json.WriteStartObject("data");
        json.WriteString("title", table.Name);
        json.WriteString("d", "served");
        json.WritePropertyName("settings");
        settings.RootElement.WriteTo(json);
        json.WriteTexts("notes", _computes ? table.Sample.Notes : []);      // a run has its table, and that its notes
        json.WriteStartObject("source");
        if (_computes)
        {
            json.WriteReals("values", table.Sample.Points.Values);
            json.WriteTexts("columns", table.Sample.Columns);
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.WritePropertyName("run");
        if (_computes)
            json.WriteNullValue();
        else
            RecordedRun.Write(json, table, _cancellation);
        json.WriteString("fragment", $"#v=1&d=served&{string.Join('&', settings.RootElement.EnumerateObject()
            .Select(setting => $"{setting.Name}={Uri.EscapeDataString(setting.Value.ToString())}"))}");
        json.WriteEndObject();
    }

    private string FilesAsJson() => Json.Text(json =>
    {
        json.WriteStartObject();
        foreach ((string path, (string type, string data)) in _files)
        {
            json.WriteStartObject(path);
            json.WriteString("type", type);
            json.WriteString("data", data);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    });

    private byte[] Bytes(string path) => File.ReadAllBytes(Path.Combine(_folder, path));

    private string Text(string path) => File.ReadAllText(Path.Combine(_folder, path));

    private string Pack(byte[] content) => Pack(stream => stream.Write(content));

    private string Pack(Action<Stream> write)
    {
        using var packed = new MemoryStream();
        using (var stream = new Packing(packed, this))
            write(stream);
        return Convert.ToBase64String(packed.ToArray());
    }

    /// <summary>Packs what is written, a little at a time, with a look in between at whether to go on.</summary>
    private sealed class Packing(Stream to, OfflinePage page) : GZipStream(to, CompressionLevel.SmallestSize)
    {
        // the other overload comes here too, since this is a derived class
        public override void Write(byte[] array, int offset, int count)
        {
            for (int end = offset + count; offset < end; offset += PackedAtATime)
            {
                page._cancellation.ThrowIfCancellationRequested();
                int length = Math.Min(PackedAtATime, end - offset);
                base.Write(array, offset, length);
                page._progress?.Report(page._packed += length);
            }
        }
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".js" => "text/javascript",
        ".wasm" => "application/wasm",
        ".css" => "text/css",
        ".svg" => "image/svg+xml",
        ".html" => "text/html",
        _ => "",
    };

    private static string Replaced(string text, string part, string by) => text.Contains(part, StringComparison.Ordinal)
        ? text.Replace(part, by, StringComparison.Ordinal)
        : throw new InvalidOperationException($"index.html does not have {part}, which a page in one file must change.");

    [GeneratedRegex("<link rel=\"stylesheet\" href=\"([^\"]+)\">")]
    private static partial Regex StyleSheet();

    [GeneratedRegex(@"((?:from|import) )'(\.[^']+)'|new URL\('(\.[^']+)', import\.meta\.url\)")]
    private static partial Regex Relative();

    [GeneratedRegex(@"/\*json-start\*/(.*)/\*json-end\*/", RegexOptions.Singleline)]
    private static partial Regex Boot();
}
