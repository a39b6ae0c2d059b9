namespace Inbox.Core.Sla;

public sealed partial class SlaClock
{
    /// <summary>A cancellation is taken back on a cycle that was paused when it came.</summary>
    public void RestorePaused()
    {
        Outcome = null;
        CancelReason = null;
        StoppedByMessageId = null;
        StoppedAt = null;
    }
}
