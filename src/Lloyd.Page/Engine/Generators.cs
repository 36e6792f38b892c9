using System.Globalization;
using Lloyd.Datasets;

namespace Lloyd.Page;

/// <summary>Built-in data by its description, as it stands in a link: <c>blobs:n=100,c=4,std=2,seed=42</c>.</summary>
internal static class Generators
{
    private const int MostValues = 20_000_000;

    /// <exception cref="InvalidInputException">There is no such generator, or it does not take these numbers.</exception>
    public static Sample Generate(string description)
    {
        string[] parts = description.Split(':');
        Dictionary<string, double> numbers = Numbers(description, parts);
        if (parts[0] != "blobs")
            throw Unreadable(description, $"there is no generator called '{parts[0]}'; there is: blobs");
        int samples = Take(numbers, description, "n", 100, 1, MostValues);
        int features = Take(numbers, description, "f", 2, 1, MostValues / samples);
        Dataset made = Blobs.Make(
            samples, features, Take(numbers, description, "c", 3, 1, samples),
            TakeReal(numbers, description, "std", 1, 0, 1e6), (uint)TakeReal(numbers, description, "seed", 0, 0, uint.MaxValue));
        if (numbers.Count > 0)
            throw Unreadable(description, $"nothing here is called '{numbers.Keys.First()}'");
        string[] columns = features == 2 ? ["x", "y"] : [.. Enumerable.Range(1, features).Select(t => $"x{t}")];
        return new Sample(made.Points, columns, made.Labels.ToArray(), []);
    }

    private static Dictionary<string, double> Numbers(string description, string[] parts)
    {
        var numbers = new Dictionary<string, double>();
        foreach (string pair in parts.Length < 2 || parts[1].Length == 0 ? [] : parts[1].Split(','))
        {
            string[] sides = pair.Split('=');
            if (sides.Length != 2 || !double.TryParse(sides[1], CultureInfo.InvariantCulture, out double value))
                throw Unreadable(description, $"'{pair}' is not a name, = and a number");
            numbers[sides[0]] = value;
        }
        return numbers;
    }

    private static int Take(
        Dictionary<string, double> numbers, string description, string name, int initial, int low, int high) =>
        (int)TakeReal(numbers, description, name, initial, low, high);

    private static double TakeReal(
        Dictionary<string, double> numbers, string description, string name, double initial, double low, double high)
    {
        if (!numbers.Remove(name, out double value))
            return initial;
        return value >= low && value <= high
            ? value
            : throw Unreadable(description, string.Create(
                CultureInfo.InvariantCulture, $"{name} is {value}, and must be from {low} to {high}"));
    }

    private static InvalidInputException Unreadable(string description, string why) =>
        new($"The data '{description}' cannot be made: {why}.");
}
