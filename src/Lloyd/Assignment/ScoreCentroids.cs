using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The centroids in a <see cref="ScoreSpace"/>, and how far scores against them can be trusted.</summary>
internal sealed class ScoreCentroids
{
    public const double Float = 1.0 / (1 << 24);           // unit roundoff of float32 …
    private const double Double = Float * Float / 32;       // … and of float64
    private const double Most = 1e15;                       // scores of a centroid farther away are not used

    private readonly ScoreSpace _space;
    private readonly int[] _all;

    public ScoreCentroids(ScoreSpace space, int k)
    {
        _space = space;
        Count = k;
        Rows = new float[(k + 1) * (space.Dimensions + 1)];
        Rows[k * (space.Dimensions + 1)] = float.PositiveInfinity;
        _all = new int[(k + ScoreKernel.Group - 1) / ScoreKernel.Group * ScoreKernel.Group];
        for (int j = 0; j < _all.Length; j++)
            _all[j] = Math.Min(j, k);
    }

    /// <summary>k.</summary>
    public int Count { get; }

    /// <summary>k + 1 rows of ½‖c‖² and −c; the last one, which is never the best, fills up groups.</summary>
    public float[] Rows { get; }

    /// <summary>All rows, filled up to whole groups.</summary>
    public ReadOnlySpan<int> All => _all;

    /// <summary>The largest ‖c‖, infinite where scores cannot be used.</summary>
    public double LargestNorm { get; private set; }

    /// <summary>Takes the centroids of an iteration.</summary>
    /// <param name="centroids">k × d, in the metric.</param>
    [MethodImpl(Jit.AtOnce)]
    public void Set(ReadOnlySpan<double> centroids)
    {
        int d = _space.Dimensions;
        LargestNorm = _space.IsUsable ? 0 : double.PositiveInfinity;
        for (int j = 0, at = 0; j < centroids.Length; j += d, at += d + 1)
        {
            double squares = 0;
            for (int t = 0; t < d; t++)
            {
                double c = _space.Of(centroids[j + t], t);
                squares += c * c;
                Rows[at + 1 + t] = -(float)c;
            }
            Rows[at] = (float)(squares / 2);
            LargestNorm = Math.Max(LargestNorm, Math.Sqrt(squares));
        }
    }

    /// <summary>½‖c‖² of a centroid.</summary>
    public float HalfSquare(int j) => Rows[j * (_space.Dimensions + 1)];

    /// <summary>The score of one point against one centroid.</summary>
    public float Score(ReadOnlySpan<float> y, int j)
    {
        ReadOnlySpan<float> row = Rows.AsSpan(j * (y.Length + 1), y.Length + 1);
        return row[0] + ProductKernel.Dot(y, row[1..]);
    }

    /// <summary>
    /// A best score that is smaller than another by more than this is the score of the nearer centroid, by the formula
    /// in float64 (docs/algorithm.md derives it).
    /// </summary>
    /// <param name="norm">‖y‖, or more.</param>
    public float Slack(double norm) => Slack(norm, _space.Dimensions);

    /// <inheritdoc cref="Slack(double)"/>
    /// <param name="norm">‖y‖, or more.</param>
    /// <param name="additions">How many additions a product of two coordinates goes through, at most: d in a panel.</param>
    public float Slack(double norm, int additions)
    {
        if (!(LargestNorm < Most) || _space.Dimensions > 100_000)
            return float.PositiveInfinity;
        return (float)(1.02 * 2 * ScoreError(norm, additions) + FormulaSlack(norm));
    }

    /// <summary>True scores that differ by more than this are those of different distances by the formula, in the same
    /// sense.</summary>
    /// <param name="norm">‖y‖, or more.</param>
    public double FormulaSlack(double norm) =>
        1.02 * (_space.Dimensions + 3) * Double * (norm + LargestNorm) * (norm + LargestNorm);

    private double ScoreError(double norm, int additions)
    {
        double c = LargestNorm;
        return (additions + 4) * Float * (c * c / 2 + norm * c) + _space.Dimensions * 1e-40;    // the last for underflow
    }
}
