namespace Lloyd;

/// <summary>How far a fit is. It costs nothing to tell, unlike a <see cref="Step"/>, which copies the labels.</summary>
/// <param name="Restart">The start that runs, counted from 0.</param>
/// <param name="Iteration">t, the number of updates it has made.</param>
/// <param name="Changed">How many points changed cluster; n at iteration 0.</param>
public readonly record struct FitProgress(int Restart, int Iteration, long Changed);
