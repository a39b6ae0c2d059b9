namespace Inbox.Core.Channels;

/// <summary>A door by which Inbox can also write to its own people.</summary>
public interface INoticeChannel : ISendingChannel
{
    /// <summary>With these settings it reaches a server; without, notices are only written down.</summary>
    bool ReachesPeople(string settings);

    /// <summary>Hands it to the far side, marked as written by a program. Expected failures come back as <see cref="SendResult"/>.</summary>
    Task<SendResult> SendNoticeAsync(OutgoingNotice notice, ChannelInfo channel, CancellationToken cancellationToken);
}

/// <summary>A mail of Inbox itself on its way out.</summary>
/// <param name="ExternalId">The same on every attempt.</param>
/// <param name="Token">A signed word for the address that reports come back to: <see cref="ThreadTokens.SignNotice"/>.</param>
/// <param name="To">One address.</param>
/// <param name="Html">Made by Inbox; null: there is only text.</param>
public sealed record OutgoingNotice(string ExternalId, string Token, string To, string Subject, string Text, string? Html, DateTimeOffset At);
