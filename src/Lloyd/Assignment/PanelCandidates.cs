using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The centroids that may be nearest to some point of each of 48 panels.</summary>
/// <param name="k">How many centroids there are.</param>
internal sealed class PanelCandidates(int k)
{
    private readonly int[] _numbers = new int[(k + ScoreKernel.Group) * PanelBounds.InBlock];      // by panel
    private readonly int[] _counts = new int[PanelBounds.InBlock];

    /// <summary>Room for 48 scores for each centroid, in whole groups.</summary>
    public float[] Scores { get; } = new float[(k + ScoreKernel.Group) * ScoreKernel.Points];

    /// <summary>For each centroid the panels that it may be nearest to a point of that belongs to another.</summary>
    public ulong[] Near { get; } = new ulong[k];

    /// <summary>How many candidates a panel has.</summary>
    public int Count(int panel) => _counts[panel];

    /// <summary>The candidates of a panel, ascending, filled up to whole groups of the kernel.</summary>
    public ReadOnlySpan<int> InGroups(int panel)
    {
        int count = _counts[panel], whole = (count + ScoreKernel.Group - 1) / ScoreKernel.Group * ScoreKernel.Group;
        Numbers(panel)[count..whole].Fill(k);
        return Numbers(panel)[..whole];
    }

    /// <summary>Lists the near ones of the first <paramref name="panels"/> panels, and with them the owners.</summary>
    /// <param name="owners">For each centroid the panels that have points of it.</param>
    /// <param name="panels">How many panels.</param>
    [MethodImpl(Jit.AtOnce)]
    public void List(ReadOnlySpan<ulong> owners, int panels)
    {
        ulong active = 0;
        foreach (ulong some in Near)
            active |= some;
        active &= LaneMask.All >> (ScoreKernel.Points - panels);
        _counts.AsSpan().Clear();
        int room = k + ScoreKernel.Group;
        for (int j = 0; j < Near.Length; j++)
            for (ulong some = (Near[j] | owners[j]) & active; some != 0; some &= some - 1)
            {
                int panel = BitOperations.TrailingZeroCount(some);
                _numbers[panel * room + _counts[panel]++] = j;
            }
    }

    private Span<int> Numbers(int panel) => _numbers.AsSpan(panel * (k + ScoreKernel.Group), k + ScoreKernel.Group);
}
