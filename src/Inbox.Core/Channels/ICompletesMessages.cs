namespace Inbox.Core.Channels;

/// <summary>A door whose far side tells less of a message than a reader needs: the name of its author, its words, its files.</summary>
public interface ICompletesMessages : IChannel
{
    /// <summary>
    /// Asks the far side for what is missing, before the message is filed and outside any transaction. Never throws for a far
    /// side that fails: what is merely nice to know is left out, and what matters is asked for again a few times. Other messages
    /// of such doors wait behind it, so a far side that hangs is left alone for a while.
    /// </summary>
    Task<CompletedMessage> CompleteAsync(IncomingMessage message, RawMessage raw, ChannelInfo channel, CancellationToken cancellationToken);
}

/// <param name="Message">With what could be found.</param>
/// <param name="AskAgain">Something that matters could not be had now; after some attempts the message is filed without it.</param>
public sealed record CompletedMessage(IncomingMessage Message, bool AskAgain = false);
