using Lloyd.Shares;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Lloyd.Orleans;

/// <summary>The points of a job in the silos that there are. A question to a silo that is lost is asked again, of those that
/// hold its parts then.</summary>
internal sealed partial class WorkerShares(
    Guid job, ClusterData data, bool isSingle, int dimensions, Part[] parts, IGrainFactory grains, IClusterMembershipService membership,
    ILogger logger) : IShares
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    // Parts name their files; the list of all may be long, and would go with every question.
    private readonly ClusterData _taken = data with { Paths = [] };

    private Dictionary<SiloAddress, Part[]> _held = [];

    /// <summary>How many silos hold points.</summary>
    public int Workers => _held.Count(silo => silo.Value.Length > 0);

    /// <summary>How often a question was asked again.</summary>
    public long Retries { get; private set; }

    public async Task<TAnswer> AskAsync<TAnswer>(Question<TAnswer> question, CancellationToken cancellation)
    {
        var number = Guid.NewGuid();            // the same for every attempt: who has answered does so from memory
        for (int attempt = 0; ; attempt++)
        {
            if (attempt > 0)
            {
                Retries++;
                Telemetry.Retries.Add(1);
                await Task.Delay(s_pause, cancellation);
            }
            IReadOnlyList<SiloAddress> silos = await LiveAsync(membership, cancellation);
            if (!silos.ToHashSet().SetEquals(_held.Keys))
            {
                _held = Spread.Over(parts, silos, _held);
                number = Guid.NewGuid();
                LogSpread(logger, job, parts.Length, silos.Count);
            }
            Telemetry.Silos.Record(Workers);
            byte[]?[] answers = await Task.WhenAll(_held.Where(silo => silo.Value.Length > 0)
                .Select(silo => TryAskAsync(question, number, silo.Key, silo.Value, cancellation)))
                .WaitAsync(cancellation);       // who cancels does not wait for a silo that is lost
            if (answers.All(answer => answer is not null))
                return await Task.Run(() => question.Combine(answers!), cancellation);
        }
    }

    /// <summary>Lets every silo forget the job.</summary>
    public async Task ForgetAsync()
    {
        await Task.WhenAll(_held.Keys.Select(ForgetAsync));
        _held = [];
    }

    /// <summary>The silos that are alive, once there are some.</summary>
    public static async Task<IReadOnlyList<SiloAddress>> LiveAsync(
        IClusterMembershipService membership, CancellationToken cancellation)
    {
        while (true)
        {
            SiloAddress[] live = [.. membership.CurrentSnapshot.Members.Values
                .Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).Order()];
            if (live.Length > 0)
                return live;
            await Task.Delay(s_pause, cancellation);
        }
    }

    /// <summary>Whether a call has failed because a silo is lost, hangs or ends: another attempt may succeed.</summary>
    public static bool IsLoss(Exception e) =>
        e is OrleansException or TimeoutException or OperationCanceledException;

    /// <summary>The answer of a silo; nothing where it is lost.</summary>
    private async Task<byte[]?> TryAskAsync(
        Question question, Guid number, SiloAddress silo, Part[] held, CancellationToken cancellation)
    {
        try
        {
            return await AskAsync(question, number, silo, held, withCatchUp: false)
                ?? await AskAsync(question, Guid.NewGuid(), silo, held, withCatchUp: true);
        }
        catch (Exception e) when (IsLoss(e))
        {
            cancellation.ThrowIfCancellationRequested();
            LogLost(logger, silo, e.GetType().Name, e.Message);
            return null;
        }
    }

    /// <summary>The answer of a silo; nothing where it must catch up, or has forgotten.</summary>
    private async Task<byte[]?> AskAsync(Question question, Guid number, SiloAddress silo, Part[] held, bool withCatchUp)
    {
        IShareWorker worker = WorkerOf(silo);
        byte[] bytes = question.ToBytes(withCatchUp);
        bool isLong = bytes.Length > ShareWorker.MostBytes;
        for (int at = 0; isLong && at < bytes.Length; at += ShareWorker.MostBytes)
        {
            byte[] piece = bytes[at..Math.Min(at + ShareWorker.MostBytes, bytes.Length)];
            await worker.PutAsync(number, bytes.Length, at, new Immutable<byte[]>(piece));
        }
        Telemetry.BytesSent.Add(bytes.Length);
        Reply reply = await worker.AskAsync(new Request(number, _taken, isSingle, dimensions, held, isLong ? null : bytes));
        if (reply.Outcome == Outcome.Refused)
            throw new InvalidInputException(reply.Error);
        if (reply.Outcome == Outcome.Cold)
            return null;
        byte[] answer = reply.Bytes;
        if (reply.Length > answer.Length)
        {
            answer = new byte[reply.Length];
            reply.Bytes.CopyTo(answer, 0);
            for (int at = reply.Bytes.Length; at < answer.Length;)
            {
                byte[] piece = (await worker.FetchAsync(number, at)).Value;
                if (piece.Length == 0)
                    return null;
                piece.CopyTo(answer, at);
                at += piece.Length;
            }
        }
        Telemetry.BytesReceived.Add(answer.Length);
        return answer;
    }

    private async Task ForgetAsync(SiloAddress silo)
    {
        try
        {
            await WorkerOf(silo).ForgetAsync().WaitAsync(s_patience);
        }
        catch (Exception e) when (IsLoss(e))
        {
            LogLost(logger, silo, e.GetType().Name, e.Message);     // it has forgotten
        }
    }

    private IShareWorker WorkerOf(SiloAddress silo) => grains.GetGrain<IShareWorker>(OnNamedSilo.KeyOf(job, silo));

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job}: {Parts} parts over {Silos} silos")]
    private static partial void LogSpread(ILogger logger, Guid job, int parts, int silos);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silo {Silo} does not answer ({Kind}: {Why})")]
    private static partial void LogLost(ILogger logger, SiloAddress silo, string kind, string why);
}
