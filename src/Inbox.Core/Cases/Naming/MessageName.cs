namespace Inbox.Core.Cases.Naming;

/// <summary>Somebody whom a note names. The words by which it does stand with the message.</summary>
public sealed class MessageName
{
    public required long MessageId { get; init; }

    public required long AgentId { get; init; }
}
