namespace Inbox.Core.Intake;

/// <summary>Wakes the intake worker of this node when something arrived, so that it need not poll often.</summary>
public sealed class IntakeSignal : IDisposable
{
    private readonly SemaphoreSlim _bell = new(0, 1);

    public void Ring()
    {
        try
        {
            _bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rings already.
        }
    }

    /// <summary>Returns when it rang or the time is over.</summary>
    public Task WaitAsync(TimeSpan most, CancellationToken cancellationToken) => _bell.WaitAsync(most, cancellationToken);

    public void Dispose() => _bell.Dispose();
}
