using Inbox.Core.Cases;

namespace Inbox.Core.Notifications;

/// <summary>What <see cref="Notifier"/> tells.</summary>
/// <param name="Kind">By which each person chooses how to hear of it.</param>
/// <param name="Receivers">Agents, each told once.</param>
/// <param name="Case">What it is about; who may not read it is not told. Its department counts as it stands here, saved or not.</param>
/// <param name="Text">One line; never customer text.</param>
/// <param name="By">The agent whose act it is: never told of it.</param>
internal sealed record Notice(NotificationKind Kind, IEnumerable<long> Receivers, Case? Case, string Text, long? By = null)
{
    /// <summary>
    /// The words with which the text ends. What stands unread of this kind about the case then grows by them, instead of a
    /// further line beside it.
    /// </summary>
    public string? News { get; init; }
}
