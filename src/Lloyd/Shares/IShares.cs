namespace Lloyd.Shares;

/// <summary>All points, wherever their segments are.</summary>
internal interface IShares
{
    /// <summary>Asks every segment, and adds up the answers. Where some cannot answer, they catch up first, and where they
    /// are lost, others take their place.</summary>
    Task<TAnswer> AskAsync<TAnswer>(Question<TAnswer> question, CancellationToken cancellation);
}
