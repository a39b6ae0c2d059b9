using Microsoft.Extensions.Hosting;

namespace Inbox.Core.Jobs;

/// <summary>Looks for work again and again: at once while there is some, after a rest when there was none, after a pause when looking failed.</summary>
/// <remarks>What a worker takes it leases, so that what a failure leaves undone is taken again.</remarks>
public abstract class RepeatingWorker(TimeSpan idle, TimeSpan pause) : BackgroundService
{
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await RunOnceAsync(stoppingToken))
                {
                    await Task.Delay(idle, stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogPause(e);
                await Task.Delay(pause, stoppingToken);
            }
        }
    }

    /// <summary>Does a bounded piece of work. False when nothing was due.</summary>
    protected internal abstract Task<bool> RunOnceAsync(CancellationToken cancellationToken);

    protected abstract void LogPause(Exception e);
}
