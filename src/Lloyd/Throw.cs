using System.Globalization;
using System.Numerics;

namespace Lloyd;

/// <summary>The errors that input can cause: each says what was found, where, and what to do.</summary>
internal static class Throw
{
    public static InvalidInputException BadWeight(int row, double weight) => Input(
        $"The weight of row {row + 1} is {weight}; weights must be finite and greater than 0. Drop the row or mend the weight.");

    public static InvalidInputException WeightsTooLarge(double largest) => Input(
        $"The weights go up to {largest}, too large to add up with the squared distances in double precision. Divide all weights by a power of ten.");

    public static InvalidInputException NotFinite(int row, string column, double value) => Input(
        $"Row {row + 1}, column {column} is {value}; k-means needs finite numbers. Drop the row or fill in the value.");

    public static InvalidInputException NotFinite(string place, long row, string column, double value) => Input(
        $"{place}, row {row + 1}, column {column} is {value}; k-means needs finite numbers. Drop the row or fill in the value.");

    public static InvalidInputException NoPoints() => Input(
        $"There are no points to cluster. Give at least k rows.");

    public static InvalidInputException TooFewPoints(int k, long points) => Input(
        $"k = {k} is more than the number of points, {points}. Choose k = {points} or less.");

    public static InvalidInputException TooFewToChoose(int most, int points) => points < 3
        ? Input($"Choosing k takes at least 3 points, and there {(points == 1 ? "is" : "are")} {points}.")
        : Input($"k goes up to {most}, but there are {points} points; clusters can be judged up to k = {points - 1}. End the range there.");

    public static InvalidInputException TooFewDistinctPoints<T>(MetricPoints<T> points, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int distinct = DistinctPoints.Count(points);
        return distinct >= k
            ? Input($"The squared distances between the points are 0 in double precision, though {distinct} of them differ. Multiply the columns by a power of ten.")
            : Input($"k = {k} is more than the number of distinct points, {distinct} (of {points.Count}). Choose k = {distinct} or less.");
    }

    public static InvalidInputException TooFewDistinctPoints(int k, long points) => Input(
        $"k = {k} is more than the number of distinct points (of {points}), or their squared distances are 0 in double precision. Choose a smaller k, or multiply the columns by a power of ten.");

    public static InvalidInputException NotSharedSeeding(string name) => Input(
        $"Starting with {name} is not possible on several machines, as it goes through all points once for each cluster. Start from parallel (k-means||), random or given centroids.");

    public static InvalidInputException RangeTooWide(string column, double min, double max) => Input(
        $"Column {column} goes from {min} to {max}, too far apart to square and add up in double precision. Divide it by a power of ten, or drop it.");

    public static InvalidInputException WrongCentroids(int found, int foundDimensions, int k, int dimensions) => Input(
        $"The initial centroids are {found} × {foundDimensions}, but the fit needs k × d = {k} × {dimensions}. Give one row for each cluster and one number for each column.");

    public static InvalidInputException BadCentroid(int row, int column, double value) => Input(
        $"Initial centroid {row + 1}, coordinate {column + 1} is {value}; centroids must be finite.");

    public static InvalidInputException WrongDimensions(int found, int expected) => Input(
        $"The points have {found} coordinates, but the model was trained on {expected}. Give the same columns in the same order.");

    public static InvalidInputException TooFarToPredict() => Input(
        $"The point is too far from every centroid to square the distance in double precision. Check its values and units.");

    public static InvalidInputException BadModel(string what) => new(
        $"This is not a model that can be used: {what}. Write it again with `lloyd fit … -o`.");

    public static InvalidInputException BadCheckpoint(string what) => new(
        $"This is not a checkpoint that can be used: {what}. Delete it to begin anew.");

    public static InvalidInputException OtherCheckpoint(string what) => new(
        $"The checkpoint is of another fit: {what}. Name another file, or delete it to begin anew.");

    public static InvalidInputException UnknownAlgorithm(string name, IEnumerable<string> known) => Input(
        $"There is no algorithm '{name}'. Choose auto or one of: {string.Join(", ", known)}.");

    private static InvalidInputException Input(FormattableString message) =>
        new(message.ToString(CultureInfo.InvariantCulture));
}
