namespace Lloyd.Benchmarks;

/// <summary>How much a kernel computes: a call takes this many points through k centroids of d coordinates.</summary>
/// <param name="element">float or double: which peak it is compared with.</param>
/// <param name="points">How many points one call takes.</param>
/// <param name="flops">Operations for each point, centroid and coordinate: 2 for a fused multiply-add, 3 for the plain
/// formula (subtract, multiply, add), which can therefore reach half the peak at most.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WorkAttribute(Type element, int points, int flops) : Attribute
{
    public Type Element => element;

    public double Flops(int k, int d) => (double)points * k * d * flops;
}
