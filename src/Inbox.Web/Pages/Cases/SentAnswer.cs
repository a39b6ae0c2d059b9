using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Delivery;
using Inbox.Core.Delivery.Changes;

namespace Inbox.Web.Pages.Cases;

/// <summary>An answer that has left: what can be done about it where it stands, and what was done.</summary>
internal sealed record SentAnswer(ThreadModel Thread, Conversation.Said Said)
{
    /// <summary>What is asked of the far side and not done yet, or was refused.</summary>
    public Conversation.Change? Owed => Said.Changes.LastOrDefault(c => c.State is not AnswerChangeState.Done);

    /// <summary>Edits that were made, the last first.</summary>
    public IEnumerable<Conversation.Change> Edits => Said.Changes.Where(c => c is { State: AnswerChangeState.Done, Kind: AnswerChangeKind.Edit }).Reverse();

    public bool MayEdit => May(AnswerChangeKind.Edit) && !Said.SeveralPosts && !Thread.Me.NeedsApproval;

    public bool MayDelete => May(AnswerChangeKind.Delete);

    private bool May(AnswerChangeKind kind) => Thread.MayChange && Owed is null or { State: AnswerChangeState.Failed }
        && Said is { Direction: Direction.Outbound, Automatic: Automatic.None, Delivery: OutboundState.Sent, Failure: null, DeletedAt: null }
        && Thread.Rules.Channels.ContainsKey(Said.ChannelId) && Thread.Icons.TraitsOf(Said.ChannelId) is var traits && traits.Allow(kind, Said.Visibility)
        && !(traits.PublicReply is { Overwrites: true } && Thread.Talk.Messages.Any(m => m.AnswersId == Said.AnswersId && m.Id > Said.Id && m is { Delivery: OutboundState.Sent, Failure: null, DeletedAt: null }));
}

/// <summary>What the form for editing an answer begins with, as js/sent-answers.js reads it.</summary>
/// <param name="Rule">How the text is counted, in words.</param>
internal sealed record AnswerToEdit(string Text, TextLimit? Limit, string? Rule);
