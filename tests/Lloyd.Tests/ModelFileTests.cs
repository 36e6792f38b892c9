using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Lloyd.Datasets;

namespace Lloyd.Tests;

/// <summary>A model comes back from its file bit for bit, or the file is refused: whatever its bytes are.</summary>
public class ModelFileTests
{
    private const int PrefixSize = 12;

    private static readonly Points<double> Data = new Blobs { Samples = 300, Features = 3, Centers = 5, Seed = 7 }.Make().Points;

    private static readonly byte[] File = new KMeans(5) { Scaling = Scaling.MinMax }.Fit(Data).Save();

    [Theory]
    [InlineData(Scaling.None)]
    [InlineData(Scaling.MinMax)]
    [InlineData(Scaling.Standard)]
    public void AModelComesBackBitForBit(Scaling scaling)
    {
        KMeansModel model = new KMeans(5) { Scaling = scaling, Seed = 3 }.Fit(Data);
        KMeansModel loaded = KMeansModel.Load(model.Save());
        Assert.Equal(model.Centroids.ToArray(), loaded.Centroids.ToArray());
        Assert.Equal(model.Labels.ToArray(), loaded.Predict(Data));
        Assert.Equal(model.Inertia, loaded.Score(Data));
        Assert.Equal(model.Counts.ToArray(), loaded.Counts.ToArray());
        Assert.Equal(model.Save(), loaded.Save());
    }

    [Fact]
    public void ItKnowsHowItWasMade()
    {
        KMeansModel model = new KMeans(5) { Restarts = 3, Tolerance = null, MaxIterations = 7 }.Fit(Data);
        KMeansModel loaded = KMeansModel.Load(model.Save(Data));
        Assert.Equal(Data.Fingerprint(), loaded.DataFingerprint);
        Assert.Equal(("3", "none", "7", "Relocate"),
            (loaded.Options["restarts"], loaded.Options["tolerance"], loaded.Options["iterations"], loaded.Options["empty"]));
        Assert.Equal(model.Restart, loaded.Restart);
        Assert.Matches(@"^\d+\.\d+\.\d+", loaded.WrittenBy);
        Assert.Equal(model.Save(Data), loaded.Save());
    }

    [Fact]
    public void WhatALaterVersionAddsIsPassedOverUnlessItMayNotBe()
    {
        string header = Encoding.UTF8.GetString(File, PrefixSize, HeaderSize);
        byte[] With(string more) => WithHeader(header.Replace("{\"k\"", $"{{{more},\"k\"", StringComparison.Ordinal), Numbers);
        Assert.Equal(KMeansModel.Load(File).Predict(Data), KMeansModel.Load(With("\"colour\":{\"of\":[1]},\"requires\":[]")).Predict(Data));
        Assert.Contains("it needs 'wings', which this Lloyd does not know",
            Assert.Throws<InvalidInputException>(() => KMeansModel.Load(With("\"requires\":[\"wings\"]"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EncodingsComeBackAndNoReaderPassesOverThem()
    {
        var points = new Points<double>(new double[] { 1, 0, 5, 0, 1, 6, 0, 1, 7 }, 3)
        {
            Columns = ["colour=red", "colour=\"ä\"", "x"],
            Encodings = [new OneHotEncoding("colour", ["red", "\"ä\""])],
        };
        byte[] file = new KMeans(2).Fit(points).Save();
        KMeansModel loaded = KMeansModel.Load(file);
        OneHotEncoding encoding = Assert.Single(loaded.Encodings);
        Assert.Equal("colour", encoding.Column);
        Assert.Equal(["red", "\"ä\""], encoding.Categories);
        Assert.Equal(loaded.Columns.Take(2), encoding.Names);
        Assert.Equal(file, loaded.Save());
        Assert.Contains("\"requires\":[\"oneHot\"]", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.DoesNotContain("oneHot", Encoding.UTF8.GetString(File), StringComparison.Ordinal);
    }

    [Fact]
    public void AModelOfTheFirstReleaseIsRead()
    {
        // the same header without what came later
        string header = Encoding.UTF8.GetString(File, PrefixSize, HeaderSize);
        int later = header.IndexOf(",\"restart\"", StringComparison.Ordinal);
        KMeansModel loaded = KMeansModel.Load(WithHeader($"{header[..later]}}}", Numbers));
        Assert.Equal(KMeansModel.Load(File).Predict(Data), loaded.Predict(Data));
        Assert.Equal(("", "", 0), (loaded.DataFingerprint, loaded.WrittenBy, loaded.Options.Count));
    }

    [Fact]
    public void AFingerprintIsOfTheNumbersAndOfNothingElse()
    {
        float[] values = [.. Enumerable.Range(0, 12_000).Select(i => i * 0.37f)];
        string known = new Points<float>(values, 3).Fingerprint();
        double[] wide = [.. values.Select(value => (double)value)];
        Assert.Equal(known, new Points<double>(wide, 3) { Columns = ["a", "b", "c"] }.Fingerprint(threads: 3));
        Assert.NotEqual(known, new Points<double>(wide, 4).Fingerprint());
        wide[^1] = Math.BitIncrement(wide[^1]);
        Assert.NotEqual(known, new Points<double>(wide, 3).Fingerprint());
        Assert.NotEqual(known, new Points<float>(values, 3, Enumerable.Repeat(1.0, 4000).ToArray()).Fingerprint());
    }

    [Fact]
    public void EveryCutAndEveryChangedByteIsRefused()
    {
        for (int at = 0; at < File.Length; at++)
        {
            AssertRefused(File[..at]);
            AssertRefused(Changed(at, 0x55));
        }
        AssertRefused([.. File, 0]);
    }

    [Fact]
    public void EveryCutIsRefusedEvenWithAValidChecksum()
    {
        byte[] content = File[..^SHA256.HashSizeInBytes];
        for (int length = 0; length < content.Length; length++)
            AssertRefused(Sealed(content[..length]));
        AssertRefused(Sealed([.. content, 0]));
    }

    [Fact]
    public void AChangedByteUnderAValidChecksumGivesAModelOrOneKindOfError()
    {
        int refused = 0;
        for (int at = 0; at < File.Length - SHA256.HashSizeInBytes; at++)
        {
            foreach (byte mask in new byte[] { 0x01, 0x04, 0x10, 0x80, 0xFF })
            {
                byte[] file = Sealed(Changed(at, mask)[..^SHA256.HashSizeInBytes]);
                try
                {
                    Assert.Equal(Data.Count, KMeansModel.Load(file).Predict(Data).Length);
                }
                catch (InvalidInputException)
                {
                    refused++;
                }
            }
        }
        Assert.True(refused > PrefixSize * 5);
    }

    [Theory]
    [InlineData("\"k\":5", "\"k\":6")]
    [InlineData("\"k\":5", "\"k\":0")]
    [InlineData("\"k\":5", "\"k\":-5")]
    [InlineData("\"k\":5", "\"k\":2147483647")]
    [InlineData("\"k\":5", "\"k\":99999999999")]
    [InlineData("\"k\":5", "\"k\":\"5\"")]
    [InlineData("\"k\":5,", "")]
    [InlineData("\"k\":5,\"dimensions\":3", "\"k\":2147483647,\"dimensions\":2147483647")]
    [InlineData("\"k\":5,\"dimensions\":3", "\"k\":1073741824,\"dimensions\":1073741824")]
    [InlineData("\"dimensions\":3", "\"dimensions\":2")]
    [InlineData("\"MinMax\"", "\"None\"")]
    [InlineData("\"MinMax\"", "\"7\"")]
    [InlineData("\"MinMax\"", "null")]
    [InlineData("\"columns\":[]", "\"columns\":[\"a\"]")]
    [InlineData("\"columns\":[]", "\"columns\":{}")]
    [InlineData("\"counts\":[", "\"counts\":[1,")]
    [InlineData("\"converged\":true", "\"converged\":1")]
    [InlineData("{", "[")]
    [InlineData("\"restart\":0", "\"restart\":\"0\"")]
    [InlineData("\"options\":{", "\"options\":{\"a\":1,")]
    [InlineData("\"k\":5", "\"requires\":[\"wings\"],\"k\":5")]
    [InlineData("\"k\":5", "\"requires\":5,\"k\":5")]
    public void AHeaderThatDoesNotFitIsRefused(string words, string others)
    {
        string header = Encoding.UTF8.GetString(File, PrefixSize, HeaderSize);
        Assert.Contains(words, header, StringComparison.Ordinal);
        AssertRefused(WithHeader(header.Replace(words, others, StringComparison.Ordinal), Numbers));
    }

    [Fact]
    public void SizesWhoseProductOverflowsToThatOfTheFileAreRefused()
    {
        // (k + 2) · d + 1 = 2^61 + 5: counted in 64 bits, so many doubles take the bytes of 5.
        string header = Encoding.UTF8.GetString(File, PrefixSize, HeaderSize)
            .Replace("\"k\":5,\"dimensions\":3", "\"k\":1263665314,\"dimensions\":1824726041", StringComparison.Ordinal);
        AssertRefused(WithHeader(header, new byte[5 * sizeof(double)]));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void AHeaderLengthBeyondTheFileIsRefused(int length)
    {
        byte[] content = File[..^SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(8), length);
        AssertRefused(Sealed(content));
    }

    [Fact]
    public void NumbersThatAreNotFiniteAreRefused()
    {
        byte[] numbers = Numbers;
        BinaryPrimitives.WriteDoubleLittleEndian(numbers, double.NaN);
        AssertRefused(WithHeader(Encoding.UTF8.GetString(File, PrefixSize, HeaderSize), numbers));
    }

    private static int HeaderSize => BinaryPrimitives.ReadInt32LittleEndian(File.AsSpan(8));

    private static byte[] Numbers => File[(PrefixSize + HeaderSize)..^SHA256.HashSizeInBytes];

    private static byte[] WithHeader(string header, byte[] numbers)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] content = [.. File[..PrefixSize], .. text, .. numbers];
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(8), text.Length);
        return Sealed(content);
    }

    private static byte[] Sealed(byte[] content) => [.. content, .. SHA256.HashData(content)];

    private static byte[] Changed(int at, byte mask)
    {
        byte[] changed = [.. File];
        changed[at] ^= mask;
        return changed;
    }

    private static void AssertRefused(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidInputException>(() => KMeansModel.Load(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);     // never what a file claims
    }
}
