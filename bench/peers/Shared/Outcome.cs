namespace Lloyd.Peers;

/// <summary>What a peer says of its last fit; null where it does not know.</summary>
internal sealed record Outcome(double Inertia, int? Iterations = null, string? Algorithm = null);
