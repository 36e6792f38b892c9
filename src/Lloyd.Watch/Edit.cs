using System.Globalization;

namespace Lloyd.Watch;

/// <summary>A centroid that was moved, added or removed by hand: the run goes on from there.</summary>
/// <param name="Step">At which step, before its points are assigned.</param>
/// <param name="Kind">m: moved, a: added, d: deleted.</param>
/// <param name="Cluster">Which centroid, counted from 1; 0 for one that is added.</param>
/// <param name="Place">d coordinates in original units; none for one that is deleted.</param>
internal sealed record Edit(int Step, char Kind, int Cluster, double[] Place)
{
    private const NumberStyles Digits = NumberStyles.None;

    /// <summary>Reads a list as it stands in a link: <c>3m2@1.5;2.25,3a@0;1,5d1</c>.</summary>
    /// <param name="list">In the order of the steps.</param>
    /// <param name="dimensions">d.</param>
    /// <exception cref="InvalidInputException">It is not such a list.</exception>
    public static Edit[] Parse(string list, int dimensions)
    {
        Edit[] edits = [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(text => Read(text, dimensions))];
        for (int i = 1; i < edits.Length; i++)
            if (edits[i].Step < edits[i - 1].Step)
                throw new InvalidInputException($"The changes by hand '{list}' are not in the order of their steps.");
        return edits;
    }

    /// <summary>The centroids after it.</summary>
    /// <param name="centroids">k × d, in original units.</param>
    /// <exception cref="InvalidInputException">There is no such centroid, or it is the only one.</exception>
    public double[] Apply(double[] centroids, int dimensions)
    {
        int k = centroids.Length / dimensions;
        if (Cluster > k)
            throw new InvalidInputException($"There is no cluster {Cluster} at step {Step}, only 1 to {k}.");
        int at = (Cluster - 1) * dimensions;
        switch (Kind)
        {
            case 'm':
                double[] moved = [.. centroids];
                Place.CopyTo(moved, at);
                return moved;
            case 'a':
                return [.. centroids, .. Place];
            default:
                return k > 1
                    ? [.. centroids[..at], .. centroids[(at + dimensions)..]]
                    : throw new InvalidInputException("The only centroid cannot be removed.");
        }
    }

    private static Edit Read(string text, int dimensions)
    {
        int mark = text.IndexOfAny(['m', 'a', 'd']);
        string[] parts = mark < 1 ? [] : text[(mark + 1)..].Split('@');
        double[] place = [];
        int step = 0, cluster = 0;
        bool isRight = parts.Length is 1 or 2 && int.TryParse(text[..mark], Digits, CultureInfo.InvariantCulture, out step)
            && (text[mark] == 'a' ? parts[0].Length == 0
                : int.TryParse(parts[0], Digits, CultureInfo.InvariantCulture, out cluster) && cluster > 0)
            && (text[mark] == 'd') == (parts.Length == 1)
            && (parts.Length == 1 || TryRead(parts[1], out place) && place.Length == dimensions);
        return isRight
            ? new Edit(step, text[mark], cluster, place)
            : throw new InvalidInputException(
                $"The change by hand '{text}' cannot be read: it should be like 3m2@1.5;2, 3a@1.5;2 or 3d2, with {dimensions} coordinates.");
    }

    private static bool TryRead(string list, out double[] place)
    {
        string[] parts = list.Split(';');
        place = new double[parts.Length];
        for (int t = 0; t < parts.Length; t++)
            if (!double.TryParse(parts[t], CultureInfo.InvariantCulture, out place[t]) || !double.IsFinite(place[t]))
                return false;
        return true;
    }
}
