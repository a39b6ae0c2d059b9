using Microsoft.Extensions.Hosting;

namespace Inbox.Core.Jobs;

/// <summary>
/// Does what is due in a few places at once, so that one far side that is slow keeps its place and not the others.
/// </summary>
/// <param name="places">How much is done at once.</param>
/// <param name="idle">How long it rests when nothing was due.</param>
/// <param name="gathering">How long it rests when something was, so that the next round takes what came meanwhile together.</param>
/// <remarks>What a worker takes it leases, so that what a failure leaves undone is taken again.</remarks>
public abstract class PlacesWorker(int places, TimeSpan idle, TimeSpan gathering) : BackgroundService
{
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new List<Task>(places);
        while (!stoppingToken.IsCancellationRequested)
        {
            running.RemoveAll(t => t.IsCompleted);
            var free = places - running.Count;
            var started = await TryStartAsync(free, stoppingToken);
            running.AddRange(started);
            await (started.Count == free ? Task.WhenAny(running) : Task.Delay(started.Count == 0 ? idle : gathering, stoppingToken));
        }

        await Task.WhenAll(running);
    }

    /// <summary>Takes what is due and begins it.</summary>
    /// <param name="free">At most so many.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One task for each; none of them may fail.</returns>
    protected abstract Task<IReadOnlyList<Task>> StartDueAsync(int free, CancellationToken cancellationToken);

    protected abstract void LogPause(Exception e);

    private async Task<IReadOnlyList<Task>> TryStartAsync(int free, CancellationToken cancellationToken)
    {
        try
        {
            return await StartDueAsync(free, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogPause(e);
            return [];
        }
    }
}
