namespace Lloyd.Data.Tests;

public class ColumnTests
{
    private const string Text = "name,age,income,42,w\nann,1,10,100,2\nbob,2,20,200,0.5\n";

    private static TableOptions Take(params string[] columns) => new() { Columns = columns };

    private static readonly TableOptions Named = new() { Header = true };

    [Fact]
    public void Every_numeric_column_is_taken_and_text_is_reported()
    {
        var table = Given.Csv(Text, Named);
        Assert.Equal(["age", "income", "42", "w"], table.Columns);
        Assert.Equal([new SkippedColumn("name", "ann")], table.SkippedColumns);
    }

    [Fact]
    public void Chosen_columns_come_in_the_order_of_the_choice()
    {
        var table = Given.Csv(Text, Take("income", "2") with { Header = true });
        Assert.Equal(["income", "age"], table.Columns);
        Assert.Equal([10, 1, 20, 2], Given.Values(table));
        Assert.Empty(table.SkippedColumns);
    }

    [Fact]
    public void A_name_goes_before_a_position() =>
        Assert.Equal([100, 200], Given.Values(Given.Csv(Text, Take("42") with { Header = true })));

    [Fact]
    public void The_weight_is_no_coordinate()
    {
        var table = Given.Csv(Text, Named with { Weight = "w" });
        Assert.Equal(["age", "income", "42"], table.Columns);
        Assert.Equal([2, 0.5], table.Weights.ToArray());
        var points = table.ToPoints<float>();
        Assert.Equal([2, 0.5], points.Weights.ToArray());
        Assert.Equal(["age", "income", "42"], points.Columns);
        Assert.Equal([1f, 10, 100, 2, 20, 200], points.Values.ToArray());
    }

    [Fact]
    public void Points_can_take_some_columns()
    {
        var points = Given.Csv(Text, Named).ToPoints<double>("income", "age");
        Assert.Equal(["income", "age"], points.Columns);
        Assert.Equal([10, 1, 20, 2], points.Values.ToArray());
        Assert.StartsWith("there is no column 'incone'; did you mean 'income'? the columns are age, income, 42, w",
            Given.Error(() => Given.Csv(Text, Named).ToPoints<double>("incone")), StringComparison.Ordinal);
    }

    [Fact]
    public void Points_of_the_same_precision_share_the_block()
    {
        var table = Given.Csv(Text, Named);
        Assert.True(table.ToPoints<double>().Values == table.ToPoints<double>().Values);
        Assert.False(table.ToPoints<float>().Values == table.ToPoints<float>().Values);
    }

    [Theory]
    [InlineData("incom",
        "input: there is no column 'incom'; did you mean 'income'? the columns are name, age, income, 42, w")]
    [InlineData("AGE", "input: there is no column 'AGE'; did you mean 'age'? the columns are name, age, income, 42, w")]
    [InlineData("zip code", "input: there is no column 'zip code'; the columns are name, age, income, 42, w")]
    [InlineData("6", "input: there is no column '6'; did you mean 'w'? the columns are name, age, income, 42, w")]
    [InlineData("name",
        "input: line 2, column 'name': 'ann' is not a number, the column holds text; encode it (--one-hot) or leave it out (--columns)")]
    public void A_column_that_is_not_there_or_is_text_is_an_error(string column, string message) =>
        Assert.Equal(message, Given.CsvError(Text, Take(column) with { Header = true }));

    [Fact]
    public void A_choice_that_contradicts_itself_is_an_error()
    {
        Assert.Equal("input: column 'age' is chosen twice; name each column once",
            Given.CsvError(Text, Take("age", "2") with { Header = true }));
        Assert.Equal("input: column 'w' is chosen both as the weight and as a coordinate; choose one",
            Given.CsvError(Text, Take("age", "w") with { Weight = "w", Header = true }));
        Assert.Equal("input: no column is chosen; name at least one, or none to take all that hold numbers",
            Given.CsvError(Text, Take()));
        Assert.Equal("input: column 'a' is not unique: columns 1 and 3 have that name; choose 'a (1)', 'a (2)' or by position",
            Given.CsvError("a,b,a\n1,2,3\n", Take("a")));
        Assert.Equal("input: column 'a (1)' is not unique: columns 1 and 2 have that name; choose by position",
            Given.CsvError("a,a (1),a\n1,2,3\n", Take("a (1)")));
        Assert.Equal([3], Given.Values(Given.Csv("a,b,a\n1,2,3\n", Take("3"))));
    }

    [Theory]
    [InlineData("a,b\n1.5,2\n\"1,234.5\",3\n7,8\n", "'1,234.5'")]
    [InlineData("a;b\n1,5;2\n1.234,5;3\n7,5;8\n", "'1.234,5'")]
    public void Separators_of_thousands_are_told(string text, string cell) =>
        Assert.Equal($"input: line 3, column 'a': {cell} is not a number; correct it (separators of thousands are not read), "
            + "mark it as missing (NA) or leave the column out (--columns)", Given.CsvError(text));

    [Fact]
    public void Columns_of_one_name_are_told_apart()
    {
        Assert.Equal(["a (1)", "b", "a (2)"], Given.Csv("a,b,a\n1,2,3\n").Columns);
        Assert.Equal([3, 1], Given.Values(Given.Csv("a,b,a\n1,2,3\n", Take("a (2)", "a (1)"))));
        Assert.Equal("input: line 3, column 'a (2)': 'x' is not a number; correct it, mark it as missing (NA) or leave the column out (--columns)",
            Given.CsvError("a,b,a\n1,2,3\n4,5,x\n7,8,9\n"));
    }

    [Fact]
    public void Of_many_columns_the_first_few_are_listed()
    {
        string text = string.Join(',', Enumerable.Range(0, 30).Select(i =>
            $"c{i}")) + "\n" + string.Join(',', Enumerable.Range(0, 30));
        Assert.EndsWith("the columns are c0, c1, c2, c3, c4, c5, c6, c7, … (30 in all)",
            Given.CsvError(text, Take("zzz")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "the weight is 0; weights are greater than 0: correct it or remove the line")]
    [InlineData("-1.5", "the weight is -1.5; weights are greater than 0: correct it or remove the line")]
    [InlineData("inf", "'inf' is not a finite number;")]
    [InlineData("x", "'x' is not a number;")]
    [InlineData("", "the cell is empty;")]
    public void A_bad_weight_is_an_error(string weight, string message) =>
        Assert.StartsWith($"input: line 3, column 'w': {message}",
            Given.CsvError($"a,w\n1,2\n3,{weight}\n", new TableOptions { Weight = "w" }), StringComparison.Ordinal);

    [Fact]
    public void A_column_that_stays_empty_is_skipped()
    {
        var table = Given.Csv("a,b,\n1,2,\n3,4,\n");
        Assert.Equal(["a", "b"], table.Columns);
        Assert.Equal([new SkippedColumn("column 3", "")], table.SkippedColumns);
        Assert.Equal(["skipped text columns: name ('x')", "skipped empty columns: column 3, e"],
            Given.Csv("a,name,,e\n1,x,,\n3,y,,\n").Notes);
    }

    [Fact]
    public void A_column_that_only_looked_empty_is_an_error_until_it_is_chosen()
    {
        string text = "a,b\n" + string.Concat(Enumerable.Repeat("1,\n", 2000)) + "1,7\n";
        Assert.Equal("input: line 2002, column 'b': '7' comes after so many empty cells that the column was taken to be empty; "
            + "choose the columns by name (--columns)", Given.CsvError(text));
        var table = Given.Csv(text, Take("a", "b") with { Missing = MissingPolicy.Drop });
        Assert.Equal([1, 7], Given.Values(table));
    }

    [Fact]
    public void A_column_is_text_when_most_of_its_first_cells_are()
    {
        var table = Given.Csv("a,code\n1,NA\n2,x1\n3,7\n4,x2\n5,\n");
        Assert.Equal(["a"], table.Columns);
        Assert.Equal([new SkippedColumn("code", "x1")], table.SkippedColumns);
        Assert.Empty(table.Missing);
    }

    [Fact]
    public void A_value_too_large_for_float_names_its_row()
    {
        var table = Given.Csv("a,b\n1,2\n3,1e300\n");
        Assert.Equal("row 2, column 'b': 1E+300 is too large for 32-bit floating point; use --precision f64",
            Given.Error(() => table.ToPoints<float>()));
        Assert.Equal(1e300, table.ToPoints<double>()[1][1]);
    }
}
