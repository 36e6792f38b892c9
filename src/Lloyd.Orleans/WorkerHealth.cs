namespace Lloyd.Orleans;

/// <summary>Whether a worker is part of its cluster.</summary>
public sealed class WorkerHealth
{
    private readonly IClusterMembershipService _membership;
    private readonly ILocalSiloDetails _silo;

    /// <summary>Made by the services of a worker.</summary>
    public WorkerHealth(IClusterMembershipService membership, ILocalSiloDetails silo) =>
        (_membership, _silo) = (membership, silo);

    /// <summary>Whether the cluster counts on it.</summary>
    public bool IsActive =>
        _membership.CurrentSnapshot.Members.TryGetValue(_silo.SiloAddress, out ClusterMember? member)
        && member.Status == SiloStatus.Active;

    /// <summary>How many workers the cluster has.</summary>
    public int Workers => _membership.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active);

    /// <summary>Where other workers reach it.</summary>
    public string Address => _silo.SiloAddress.Endpoint.ToString();
}
