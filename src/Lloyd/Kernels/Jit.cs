using System.Runtime.CompilerServices;

namespace Lloyd.Kernels;

/// <summary>How inner loops are compiled.</summary>
internal static class Jit
{
    /// <summary>With all optimisations at the first call: a fit that takes a tenth of a second must not spend most of it
    /// in code that .NET compiled quickly, to see what is worth compiling well.</summary>
    public const MethodImplOptions AtOnce = MethodImplOptions.AggressiveOptimization;
}
