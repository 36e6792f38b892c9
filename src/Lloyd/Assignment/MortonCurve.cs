using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>Morton's curve through the space of scores (G. M. Morton, 1966): the place of a point is the bits of its
/// coordinates, interleaved.</summary>
internal sealed class MortonCurve
{
    private const int FewestBits = 16, MostBits = 18;

    private readonly int _dimensions;
    private readonly int _coordinates;      // that count: of very many only the first
    private readonly int[] _spread;         // every number of a cell with its bits that far apart

    /// <param name="dimensions">d.</param>
    public MortonCurve(int dimensions)
    {
        _dimensions = dimensions;
        _coordinates = Math.Min(dimensions, MostBits);
        int bits = Math.Max(1, Math.Min((FewestBits + dimensions - 1) / dimensions, MostBits / dimensions));
        Bits = bits * _coordinates;
        _spread = new int[1 << bits];
        for (int cell = 0; cell < _spread.Length; cell++)
            for (int bit = 0; bit < bits; bit++)
                _spread[cell] |= (cell >> bit & 1) << (bit * _coordinates);
    }

    /// <summary>How many bits a place has.</summary>
    public int Bits { get; }

    /// <summary>The places of some points.</summary>
    /// <param name="rows">n × d, from −1 to 1, and room for a vector; overwritten.</param>
    /// <param name="places">n.</param>
    [MethodImpl(Jit.AtOnce)]
    public void Find(Span<float> rows, Span<int> places)
    {
        Span<int> cells = MemoryMarshal.Cast<float, int>(rows);
        var half = new Vector<float>(0.5f * _spread.Length);
        var last = new Vector<int>(_spread.Length - 1);
        for (int at = 0; at < places.Length * _dimensions; at += Vector<int>.Count)
        {
            Vector<int> cell = Vector.ConvertToInt32Native((new Vector<float>(rows[at..]) + Vector<float>.One) * half);
            Vector.Min(Vector.Max(cell, Vector<int>.Zero), last).CopyTo(cells[at..]);
        }
        int[] spread = _spread;
        for (int t = 0; t < _coordinates; t++)
            for (int i = 0, at = t; i < places.Length; i++, at += _dimensions)
                places[i] = (t == 0 ? 0 : places[i]) | spread[cells[at]] << t;
    }
}
