namespace Lloyd.Tests;

/// <summary>Input that cannot be used is refused with a message that carries the numbers.</summary>
public class ErrorTests
{
    [Fact]
    public void KAboveTheNumberOfPoints() => Refused("k = 5 is more than the number of points, 3",
        () => new KMeans(5).Fit(new Points<double>(new double[] { 1, 2, 3 }, 1)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void KAboveTheNumberOfDistinctPoints(bool random) =>
        Refused("k = 3 is more than the number of distinct points, 2 (of 4)", () => new KMeans(3)
        {
            Seeding = random ? Seeding.Random : Seeding.PlusPlus(),
        }.Fit(new Points<double>(new double[] { 1, 1, 2, 2 }, 1)));

    [Fact]
    public void NotANumber() => Refused("Row 2, column 'age' is NaN", () => new KMeans(1).Fit(
        new Points<double>(new[] { 1, 2, 3, double.NaN }, 2) { Columns = ["id", "age"] }));

    [Fact]
    public void ColumnTooWide() => Refused("Column 2 goes from -1E+200 to 1E+200", () => new KMeans(1).Fit(
        new Points<double>(new[] { 1, -1e200, 2, 1e200 }, 2)));

    [Fact]
    public void BadWeight() => Refused("The weight of row 2 is 0", () =>
        new Points<double>(new double[] { 1, 2 }, 1, new double[] { 1, 0 }));

    [Fact]
    public void UnknownAlgorithm() => Refused("Choose auto or one of: bounded, panel, reference", () =>
        new KMeans(1) { Algorithm = "magic" });

    [Fact]
    public void CancellationEndsTheFit() => Assert.Throws<OperationCanceledException>(() =>
        new KMeans(2).Fit(new Points<double>(new double[] { 1, 2, 3 }, 1), cancellation: new CancellationToken(true)));

    private static void Refused(string words, Func<object> action) =>
        Assert.Contains(words, Assert.Throws<InvalidInputException>(action).Message, StringComparison.Ordinal);
}
