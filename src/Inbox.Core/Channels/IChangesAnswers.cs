namespace Inbox.Core.Channels;

/// <summary>
/// A door at whose far side an answer of ours can be changed or deleted after it left, as far as <see cref="ChannelTraits.Edits"/>
/// and <see cref="ChannelTraits.Deletes"/> say. Doing the same twice does no harm, so what broke off is simply done again.
/// </summary>
public interface IChangesAnswers : ISendingChannel
{
    /// <summary>Puts the text of <paramref name="answer"/> in the place of what stands there; files and visibility stay. Never throws for a far side that fails.</summary>
    Task<SendResult> EditAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) =>
        Task.FromResult(new SendResult(SendOutcome.Failed, $"{channel.Name} lets nobody edit what has left."));

    /// <summary>Deletes it with all of its posts. What is gone already counts as deleted. Never throws for a far side that fails.</summary>
    Task<SendResult> DeleteAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken);
}

/// <summary>An answer of ours at the far side.</summary>
/// <param name="Message">As it was sent, under the id that it has there; to edit it, with its new text.</param>
/// <param name="FurtherIds">Of the posts after the first, in order, if it left as several.</param>
public sealed record StandingAnswer(OutgoingMessage Message, IReadOnlyList<string> FurtherIds);
