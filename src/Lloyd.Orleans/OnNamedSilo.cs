using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Lloyd.Orleans;

/// <summary>Places a grain on the silo that its key names: job and silo, as <see cref="OnNamedSilo.KeyOf"/> writes them.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnNamedSiloAttribute() : PlacementAttribute(new OnNamedSilo());

[global::Orleans.GenerateSerializer, global::Orleans.Immutable, global::Orleans.Alias("lloyd.on-named-silo")]
internal sealed class OnNamedSilo : PlacementStrategy
{
    public static string KeyOf(Guid job, SiloAddress silo) => $"{job:N}/{silo.ToParsableString()}";

    internal sealed class Director : IPlacementDirector
    {
        public Task<SiloAddress> OnAddActivation(
            PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
        {
            string key = target.GrainIdentity.Key.ToString()!;
            var silo = SiloAddress.FromParsableString(key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..]);
            return context.GetCompatibleSilos(target).Contains(silo)
                ? Task.FromResult(silo)
                : throw new SiloUnavailableException($"The silo {silo} has gone.");
        }
    }
}
