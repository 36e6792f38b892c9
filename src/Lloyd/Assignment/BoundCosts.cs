namespace Lloyd.Assignment;

/// <summary>By what counted work a <see cref="BoundedAssigner{T}"/> chooses; labels do not depend on it.</summary>
/// <param name="Gathering">What a gathered point costs, in points scored in their place.</param>
/// <param name="Rest">For how many iterations a block does without bounds after they spared too little.</param>
internal readonly record struct BoundCosts(double Gathering, int Rest)
{
    /// <summary>As measured for points of d coordinates and k centroids.</summary>
    public static BoundCosts Of(int d, int k)
    {
        double scoring = (d + 6.0) * k;                     // multiplications of one lane, and what goes with them
        return new BoundCosts(
            Gathering: 1 + (2500 + 100 * d) / scoring,
            Rest: (int)(100 * (d + 20) / scoring));         // so that bounds kept in vain cost no more than 1 %
    }
}
