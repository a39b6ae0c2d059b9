namespace Inbox.Core.Intake;

/// <summary>A signature by which a program handed something in, kept so that it is good for that one thing only.</summary>
public sealed class HookToken
{
    public required long ChannelId { get; init; }

    /// <summary>SHA-256 of the signed token.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>SHA-256 of what came with it: the same again is a repeated attempt, anything else a misuse.</summary>
    public required byte[] Content { get; init; }

    public required DateTimeOffset At { get; init; }
}
