namespace Inbox.Channels.Feeds.WebSub;

/// <summary>How a subscription at a hub stands.</summary>
internal sealed record WebSubState(string Hub, string Topic, string Callback)
{
    /// <summary>While a hub calls, nothing is missed but by its mistake: a look now and then is enough.</summary>
    private static readonly TimeSpan SafetyNet = TimeSpan.FromHours(3);

    /// <summary>The state is stored before the hub is asked: hubs call back at once.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    /// <summary>Since when we expect the hub to ask whether we want this; null: it is not to ask.</summary>
    public DateTimeOffset? PendingSince { get; init; }

    /// <summary>The hub took our request.</summary>
    public bool Asked { get; init; }

    /// <summary>Nothing is asked before: the hub failed or said no.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? LeaseUntil { get; init; }

    public DateTimeOffset? RenewAt { get; init; }

    public bool IsActive(DateTimeOffset now) => LeaseUntil > now;

    /// <summary>The hub has verified that we want it.</summary>
    public WebSubState Verified(TimeSpan lease, DateTimeOffset now) =>
        this with { PendingSince = null, Asked = false, NotBefore = null, LeaseUntil = now + lease, RenewAt = now + (lease * 3 / 4) };

    /// <summary>The hub will not call.</summary>
    public WebSubState Denied(DateTimeOffset notBefore) =>
        this with { PendingSince = null, Asked = false, NotBefore = notBefore, LeaseUntil = null, RenewAt = null };

    /// <summary>How long until the next look at the feed.</summary>
    /// <param name="usual">Without a hub.</param>
    public TimeSpan Wait(TimeSpan usual, DateTimeOffset now)
    {
        if (PendingSince is not null && !Asked && !(NotBefore > now))
        {
            return Soon;
        }

        if (!IsActive(now))
        {
            return usual;
        }

        var wait = usual > SafetyNet ? usual : SafetyNet;
        return RenewAt - now is { } renew && renew < wait ? (renew > Soon ? renew : Soon) : wait;
    }
}
