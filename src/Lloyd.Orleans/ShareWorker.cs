using Lloyd.Shares;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Lloyd.Orleans;

/// <summary>The arithmetic of a silo: on the library's threads, one question at a time.</summary>
[OnNamedSilo]
internal sealed partial class ShareWorker(IOptions<WorkerOptions> options, ILogger<ShareWorker> logger)
    : Grain, IShareWorker, IDisposable
{
    /// <summary>How many bytes of a question or an answer travel in one message.</summary>
    public const int MostBytes = 8 << 20;

    private readonly Holdings _holdings = new(options.Value);
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private (Guid Number, byte[] Bytes) _arriving;
    private (Guid Number, Task<(Reply Reply, byte[] Answer)> Task)? _last;

    public async Task<Survey> SurveyAsync(ClusterData data)
    {
        try
        {
            return new Survey(await Task.Run(() => DataFiles.Survey(options.Value, data, CancellationToken.None)), "");
        }
        catch (InvalidInputException e)
        {
            return new Survey([], OfThis(e.Message));
        }
    }

    public Task PutAsync(Guid number, int length, int offset, Immutable<byte[]> piece)
    {
        if (_arriving.Number != number)
            _arriving = (number, new byte[length]);
        piece.Value.CopyTo(_arriving.Bytes, offset);
        return Task.CompletedTask;
    }

    public async Task<Reply> AskAsync(Request request)
    {
        if (_last is not { } last || last.Number != request.Number)
        {
            byte[]? question = request.Question ?? (_arriving.Number == request.Number ? _arriving.Bytes : null);
            if (question is null)
                return new Reply(Outcome.Cold, 0, [], "");      // its pieces went to another activation
            last = (request.Number, AnswerAsync(request, question));
            _arriving = default;
            _last = last;
        }
        return (await last.Task).Reply;
    }

    public async Task<Immutable<byte[]>> FetchAsync(Guid number, int offset)
    {
        if (_last is not { } last || last.Number != number)
            return new Immutable<byte[]>([]);
        byte[] answer = (await last.Task).Answer;
        return new Immutable<byte[]>(answer.AsSpan(offset, Math.Min(MostBytes, answer.Length - offset)).ToArray());
    }

    public Task ForgetAsync()
    {
        _holdings.End();
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _holdings.End();
        await _oneAtATime.WaitAsync(CancellationToken.None);        // until the points are read no more
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    public void Dispose()
    {
        _holdings.Dispose();
        _oneAtATime.Dispose();
    }

    private string OfThis(string message) => $"Worker {options.Value.Name}: {message}";

    private async Task<(Reply, byte[])> AnswerAsync(Request request, byte[] question)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            long rows = request.Parts.Sum(part => (long)part.Count);
            LogAsked(logger, request.Parts.Length, rows);
            // A thread of its own: the scheduler's belong to the membership and the messages.
            byte[] answer = await Task.Factory.StartNew(
                () => Question.FromBytes(question).AnswerOf(_holdings.Hold(request)),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Telemetry.Points.Add(rows);
            byte[] first = answer.Length <= MostBytes ? answer : answer[..MostBytes];
            return (new Reply(Outcome.Answered, answer.Length, first, ""), answer);
        }
        catch (ColdException)
        {
            return (new Reply(Outcome.Cold, 0, [], ""), []);
        }
        catch (InvalidInputException e)
        {
            LogRefused(logger, e.Message);
            return (new Reply(Outcome.Refused, 0, [], OfThis(e.Message)), []);
        }
#pragma warning disable CA1031 // whatever it is, the job must hear of it and stop
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogRefused(logger, e.ToString());
            return (new Reply(Outcome.Refused, 0, [], OfThis($"{e.GetType().Name}: {e.Message}")), []);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Asked about {Parts} parts, {Rows} rows")]
    private static partial void LogAsked(ILogger logger, int parts, long rows);

    [LoggerMessage(Level = LogLevel.Error, Message = "The points cannot be used: {Why}")]
    private static partial void LogRefused(ILogger logger, string why);
}
