using System.Text.Json;

namespace Lloyd;

/// <summary>Where a fit is, so that another process can go on from there and end with the same bits: the centroids of an
/// iteration, and the end of the best start before.</summary>
public sealed class Checkpoint
{
    private const ushort Version = 1;

    private static ReadOnlySpan<byte> Magic => "LLOYD\x1B"u8;

    internal Checkpoint(string settings, string data, int restart, int iteration, Start at, FinishedStart? best)
    {
        (Settings, Data, Restart, Iteration, At, Best) = (settings, data, restart, iteration, at, best);
    }

    /// <summary>The start that runs, counted from 0.</summary>
    public int Restart { get; }

    /// <summary>t, the number of updates it has made.</summary>
    public int Iteration { get; }

    /// <summary>The settings that decide the result.</summary>
    internal string Settings { get; }

    /// <summary>The fingerprint of the points.</summary>
    internal string Data { get; }

    /// <summary>The centroids of the iteration, and the rows that the start began from.</summary>
    internal Start At { get; }

    internal FinishedStart? Best { get; }

    /// <summary>The checkpoint as the bytes of a file.</summary>
    public byte[] Save() => SealedFile.Write(
        Magic, Version,
        json =>
        {
            json.WriteString("settings", Settings);
            json.WriteString("data", Data);
            json.WriteNumber("restart", Restart);
            json.WriteNumber("iteration", Iteration);
            WriteRows(json, At);
            if (Best is null)
                return;
            json.WriteStartObject("best");
            json.WriteNumber("restart", Best.Restart);
            json.WriteNumber("iteration", Best.Iteration);
            json.WriteBoolean("converged", Best.Converged);
            WriteRows(json, Best.At);
            json.WriteEndObject();
        },
        [.. At.Centroids, .. Best?.At.Centroids ?? [], .. Best is null ? Array.Empty<double>() : [Best.Inertia]]);

    /// <summary>A checkpoint from the bytes of a file.</summary>
    /// <exception cref="InvalidInputException">They are not a checkpoint, or are damaged.</exception>
    public static Checkpoint Load(ReadOnlySpan<byte> file) => SealedFile.Read(file, Magic, Version, known: [], Throw.BadCheckpoint, Read);

    /// <summary>Refuses a checkpoint of another fit.</summary>
    internal void CheckFits(string settings, string data, int values)
    {
        if (Settings != settings)
            throw Throw.OtherCheckpoint($"it was written with {Settings}, and this fit has {settings}");
        if (Data != data)
            throw Throw.OtherCheckpoint("it was written for other data");
        if (At.Centroids.Length != values || Best is not null && Best.At.Centroids.Length != values)
            throw Throw.BadCheckpoint("its centroids do not fit its settings");
    }

    private static Checkpoint Read(JsonElement header, double[] numbers)
    {
        int restart = header.GetProperty("restart").GetInt32(), iteration = header.GetProperty("iteration").GetInt32();
        bool hasBest = header.TryGetProperty("best", out JsonElement best);
        int length = hasBest ? (numbers.Length - 1) / 2 : numbers.Length;
        if (restart < 0 || iteration < 0 || length < 1 || length * (hasBest ? 2 : 1) + (hasBest ? 1 : 0) != numbers.Length)
            throw Throw.BadCheckpoint("its numbers do not fit its header");
        FinishedStart? finished = hasBest
            ? new FinishedStart(
                best.GetProperty("restart").GetInt32(), best.GetProperty("iteration").GetInt32(), best.GetProperty("converged").GetBoolean(),
                numbers[^1], new Start(numbers[length..(2 * length)], Rows(best)))
            : null;
        return new Checkpoint(
            header.GetProperty("settings").GetString() ?? "", header.GetProperty("data").GetString() ?? "", restart, iteration,
            new Start(numbers[..length], Rows(header)), finished);
    }

    private static int[] Rows(JsonElement header) => [.. header.GetProperty("initialRows").EnumerateArray().Select(row => row.GetInt32())];

    private static void WriteRows(Utf8JsonWriter json, Start start)
    {
        json.WriteStartArray("initialRows");
        foreach (int row in start.Rows)
            json.WriteNumberValue(row);
        json.WriteEndArray();
    }
}

/// <summary>How a start has ended.</summary>
/// <param name="At">The centroids it ended with, and the rows it began from.</param>
internal sealed record FinishedStart(int Restart, int Iteration, bool Converged, double Inertia, Start At);
