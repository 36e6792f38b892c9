using System.Text;

namespace Lloyd.Data.Tests;

public class TableTests
{
    [Fact]
    public void IrisIsFourColumnsAndASkippedOne()
    {
        Table iris = Table.Read(Path.Combine(AppContext.BaseDirectory, "data", "iris.csv"));
        Assert.Equal(150, iris.RowCount);
        Assert.Equal(["sepal_length", "sepal_width", "petal_length", "petal_width"], iris.Columns);
        Assert.Equal(["species"], iris.SkippedColumns);
        KMeansModel model = new KMeans(3) { Restarts = 5 }.Fit(iris.ToPoints());
        Assert.Equal([38, 50, 62], model.Counts.ToArray().Order());
        Assert.Equal(78.851441426146, model.Inertia, 1e-9);     // scikit-learn: 78.85144142614601
    }

    [Theory]
    [InlineData("a,b\n1.5,2\n-3e2,0.1\n")]
    [InlineData("1.5,2\r\n-3e2,0.1\r\n")]
    [InlineData("a;b\n1,5;2\n-3e2;0,1\n")]
    [InlineData("a\tb\n1.5\t2\n-3e2\t0.1")]
    [InlineData("\uFEFF\"a\",\"b\"\n\"1.5\",\"2\"\n-3e2, 0.1\n")]
    public void DialectsGiveTheSameNumbers(string csv) =>
        Assert.Equal([1.5, 2, -3e2, 0.1], Read(csv).ToPoints().Values.ToArray());

    [Fact]
    public void ColumnsAreTakenInTheOrderAskedFor() =>
        Assert.Equal([3, 1], Read("a,b,c\n1,2,3\n", "c", "a").ToPoints().Values.ToArray());

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a,b\n", "has a header and no rows")]
    [InlineData("a,b\n1,2\n1,x\n", "line 3, column 'b': 'x' is not a number")]
    [InlineData("a,b\n1,2\n,2\n", "line 3, column 'a': an empty cell is not a number")]
    [InlineData("a,b\n1,2\n1,2,3\n", "line 3: 3 cells where the first line has 2")]
    [InlineData("a,b\nx,y\n", "no column of numbers; its columns are: a, b")]
    [InlineData("a,b\n1,2\n1,inf\n", "line 3, column 'b': 'inf' is not a number")]
    public void BadFilesAreRefusedWithThePlace(string csv, string words) => Assert.Contains(
        words, Assert.Throws<InvalidInputException>(() => Read(csv)).Message, StringComparison.Ordinal);

    [Fact]
    public void AnUnknownColumnListsTheOthers() => Assert.Contains("no column 'z'; its columns are: a, b",
        Assert.Throws<InvalidInputException>(() => Read("a,b\n1,2\n", "z")).Message, StringComparison.Ordinal);

    private static Table Read(string csv, params string[] columns) =>
        Table.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "test.csv", columns.Length == 0 ? null : columns);
}
