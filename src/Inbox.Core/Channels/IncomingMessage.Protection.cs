using Inbox.Core.Cases;

namespace Inbox.Core.Channels;

public sealed partial record IncomingMessage
{
    /// <summary>The same report tells of more recipients than <see cref="Bounce"/> does.</summary>
    public IReadOnlyList<Bounce> MoreBounces { get; init; } = [];

    /// <summary>The recipient told their provider that a message of ours was unwanted.</summary>
    public Complaint? Complaint { get; init; }

    /// <summary>Somebody else's message that the sender passes on.</summary>
    public ForwardedMessage? Forwarded { get; init; }
}

/// <param name="Recipient">Normalised address; empty where the report keeps it secret.</param>
/// <param name="Reason">What the report calls it, e.g. "abuse".</param>
public sealed record Complaint(string Recipient, string Reason);

/// <summary>A message within another one.</summary>
/// <param name="From">Who wrote it first.</param>
/// <param name="Comment">What the person who passes it on says about it.</param>
/// <param name="ExternalId">Its own id on the channel, where it is known.</param>
public sealed record ForwardedMessage(Party From, string Subject, string Comment, string Text, DateTimeOffset? PostedAt, string? ExternalId);
