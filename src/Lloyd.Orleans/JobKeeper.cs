using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lloyd.Orleans;

/// <summary>Calls on every active job every few seconds, so that it goes on wherever its silo and its client have
/// gone.</summary>
internal sealed partial class JobKeeper(IGrainFactory grains, ILogger<JobKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var clock = new PeriodicTimer(s_every);
        while (await NextAsync(clock, stoppingToken))
        {
            try
            {
                foreach (Guid job in await grains.GetGrain<IJobList>(0).ActiveAsync())
                    await grains.GetGrain<IJob>(job).KeepGoingAsync();
            }
#pragma warning disable CA1031 // silos come and go, and so does the storage: the next round tries again
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogUnreachable(logger, e.Message);
            }
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer clock, CancellationToken stopping)
    {
        try
        {
            return await clock.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Jobs cannot be reached now ({Why}); trying again")]
    private static partial void LogUnreachable(ILogger logger, string why);
}
