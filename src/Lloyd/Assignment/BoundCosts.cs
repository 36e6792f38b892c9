namespace Lloyd.Assignment;

/// <summary>By what counted work a <see cref="BoundedAssigner{T}"/> chooses; labels do not depend on it.</summary>
/// <param name="Gathering">What a gathered point costs, in points scored in their place.</param>
/// <param name="Testing">What it costs to look whether a point's bounds overlap, in the same.</param>
/// <param name="Rest">For how many iterations a block does without bounds after they spared too little.</param>
internal readonly record struct BoundCosts(double Gathering, double Testing, int Rest)
{
    private const int Forever = int.MaxValue / 2;
    private const double LeastScoring = 1000;               // below, scoring is about as fast as looking at bounds

    /// <summary>As measured for points of d coordinates and k centroids.</summary>
    public static BoundCosts Of(int d, int k)
    {
        double scoring = (d + 6.0) * k;                     // multiplications of one lane, and what goes with them
        return new BoundCosts(
            Gathering: 1 + (5000 + 100 * d) / scoring,
            Testing: 250 / scoring,
            Rest: scoring < LeastScoring
                ? Forever
                : (int)(20 * (500 + d) / scoring));         // so that bounds kept in vain cost at most 5 %
    }

    /// <summary>Whether to gather so many of the points of a block, rather than to score all.</summary>
    public bool PayFor(int overlapping, int count) => overlapping * Gathering + count * Testing < count;
}
