using Inbox.Channels.Meta.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta.Sending;

/// <summary>How an attempt to send ended.</summary>
internal static class MetaResults
{
    /// <summary>Nothing of the message had left when this went wrong.</summary>
    public static SendResult NotSent(GraphException e) => e.Trouble switch
    {
        GraphTrouble.Limited => new SendResult(SendOutcome.Later, e.Message) { LimitedUntil = e.Until },
        GraphTrouble.NoAccess => new SendResult(SendOutcome.Later, e.Message, DoorFails: true) { AccessLost = true },
        GraphTrouble.NotReached or GraphTrouble.BrokeOff or GraphTrouble.Broken or GraphTrouble.Garbage => new SendResult(SendOutcome.Later, e.Message, DoorFails: true),
        _ => new SendResult(SendOutcome.Failed, e.Message),
    };

    /// <summary>The message itself was on its way.</summary>
    /// <param name="e">What went wrong.</param>
    /// <param name="brokenMayHaveTaken">What the far side calls its own trouble has been seen to leave the message there nevertheless.</param>
    public static SendResult Of(GraphException e, bool brokenMayHaveTaken) =>
        e.Trouble is GraphTrouble.BrokeOff or GraphTrouble.Garbage || (e.Trouble == GraphTrouble.Broken && brokenMayHaveTaken)
            ? new SendResult(SendOutcome.Unknown, e.Message)
            : NotSent(e);
}
