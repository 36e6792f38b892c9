using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Lloyd.Streams;

namespace Lloyd.Tests.Streams;

/// <summary>What NumPy and scikit-learn gave: tests/data/numpy.json, made by numpy-golden.py beside it.</summary>
internal static class NumPy
{
    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "numpy.json"))).RootElement;

    /// <summary>The names of a section's cases, for a theory.</summary>
    public static IEnumerable<TheoryDataRow<string>> Names(string section) =>
        Golden.GetProperty(section).EnumerateArray().Select(each => new TheoryDataRow<string>(each.Text("name")));

    public static JsonElement Case(string section, string name) =>
        Golden.GetProperty(section).EnumerateArray().Single(each => each.Text("name") == name);

    public static string Text(this JsonElement of, string property) => of.GetProperty(property).GetString()!;

    public static int Number(this JsonElement of, string property) => of.GetProperty(property).GetInt32();

    public static ulong Seed(this JsonElement of) => ulong.Parse(of.Text("seed"));

    public static double[] Doubles(this JsonElement of, string property) =>
        [.. of.GetProperty(property).EnumerateArray().Select(value => value.GetDouble())];

    public static long[] Integers(this JsonElement of, string property) =>
        [.. of.GetProperty(property).EnumerateArray().Select(value => value.GetInt64())];

    /// <summary>Whole numbers of 64 bits, which JSON holds as strings.</summary>
    public static ulong[] Words(this JsonElement of, string property) =>
        [.. of.GetProperty(property).EnumerateArray().Select(value => ulong.Parse(value.GetString()!))];

    /// <summary>The sequence of a case: the seed's own, or a child of it.</summary>
    public static SeedSequence Sequence(this JsonElement of) => of.GetProperty("child").ValueKind == JsonValueKind.Null
        ? new SeedSequence(of.Seed())
        : new SeedSequence(of.Seed()).Spawn((uint)of.Number("child"));

    public static bool IsChild(this JsonElement of) => of.GetProperty("child").ValueKind != JsonValueKind.Null;

    public static string Sha256<T>(ReadOnlySpan<T> values) where T : unmanaged =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)));

    /// <summary>The hash of <paramref name="count"/> draws.</summary>
    public static string Sha256<T>(int count, Func<T> draw) where T : unmanaged
    {
        var values = new T[count];
        for (int i = 0; i < count; i++)
            values[i] = draw();
        return Sha256<T>(values);
    }

    public static T[] Draw<T>(int count, Func<T> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];
}
