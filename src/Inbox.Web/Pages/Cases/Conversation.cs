using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Delivery.Changes;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

/// <summary>A stretch of a conversation: messages with their files and delivery, and what happened between them. Two queries.</summary>
internal static class Conversation
{
    public const int PageSize = 50;

    /// <summary>A log pasted into a mail must not make every look at the case slow; the whole text is a click away.</summary>
    public const int MostText = 6000;

    private const int MostHtml = 5 * MostText;

    /// <param name="Before">Only messages older than this one.</param>
    public sealed record Query(long CaseId, long? Before, Actor Actor) : IRequest<Stretch>;

    /// <param name="Earlier">The message before which there are more; null at the beginning.</param>
    public sealed record Stretch(IReadOnlyList<Said> Messages, IReadOnlyList<Happened> Events, long? Earlier);

    public sealed record Said
    {
        public required long Id { get; init; }

        public required long ChannelId { get; init; }

        public required Direction Direction { get; init; }

        public required Automatic Automatic { get; init; }

        public required Visibility Visibility { get; init; }

        public required string FromName { get; init; }

        public required string FromAddress { get; init; }

        /// <summary>Where the sender asks for the answer, if that is another address.</summary>
        public required Party? ReplyTo { get; init; }

        public required long? HandleId { get; init; }

        public required bool Guest { get; init; }

        public required bool SharedOutside { get; init; }

        /// <summary>Somebody who is on the case but not its customer, and whom no answer goes to.</summary>
        public required bool ThirdParty { get; init; }

        /// <summary>Mail to the sender came back for good.</summary>
        public required bool Dead { get; init; }

        public required long[] AlsoChannelIds { get; init; }

        /// <summary>What one of us passes on, not confirmed yet.</summary>
        public required ForwardedMessage? Forward { get; init; }

        public required List<Party> To { get; init; }

        public required List<Party> Cc { get; init; }

        public required List<Party> Bcc { get; init; }

        /// <summary>Ours, to third parties only.</summary>
        public required bool ToThirdParties { get; init; }

        /// <summary>What one of us wrote, formatted; safe to stand in the page.</summary>
        public required string? Formatted { get; init; }

        public required string Text { get; init; }

        /// <summary>The words of a note that name somebody.</summary>
        public required string[] Named { get; init; }

        /// <summary>There is quoted history, the sender's signature, or more text than is shown.</summary>
        public required bool HasMore { get; init; }

        public required bool HasHtml { get; init; }

        public required DateTimeOffset ReceivedAt { get; init; }

        public required DateTimeOffset PostedAt { get; init; }

        /// <summary>When we heard that its author has deleted it.</summary>
        public required DateTimeOffset? DeletedAt { get; init; }

        public required string ExternalId { get; init; }

        /// <summary>Of ours: which message it answers.</summary>
        public required long? AnswersId { get; init; }

        public required string? Url { get; init; }

        public required long Reach { get; init; }

        /// <summary>How it spread, oldest first; empty where nobody looked.</summary>
        public required IReadOnlyList<Spread> Spread { get; init; }

        public required CallDetails? Call { get; init; }

        public required long? AuthorId { get; init; }

        public required string? Failure { get; init; }

        public required OutboundState? Delivery { get; init; }

        public required DateTimeOffset? SendsAt { get; init; }

        public required int? Attempts { get; init; }

        public required string? DeliveryDetail { get; init; }

        /// <summary>Of ours: it stands at the far side as several posts.</summary>
        public required bool SeveralPosts { get; init; }

        /// <summary>How it was edited or deleted after it had left, oldest first.</summary>
        public required IReadOnlyList<Change> Changes { get; init; }

        /// <summary>It is on its way, yet somebody was refused or it is held up somewhere; where it went is no trouble.</summary>
        public bool HasTrouble => DeliveryDetail is { } detail && !detail.StartsWith("written to ", StringComparison.Ordinal);

        public required IReadOnlyList<Attached> Files { get; init; }

        /// <summary>What it was read from; null for what we wrote ourselves.</summary>
        public required long? DeliveryId { get; init; }
    }

    /// <summary>How far a post had spread at a moment.</summary>
    public sealed record Spread(DateTimeOffset At, long Reach, long Likes, long Shares, long Replies);

    /// <param name="At">When it was done; of one that is not, when it was asked for.</param>
    /// <param name="Next">When the far side is asked again.</param>
    public sealed record Change(AnswerChangeKind Kind, AnswerChangeState State, string Before, DateTimeOffset At, int Attempts, DateTimeOffset Next, string? Detail);

    public sealed record Attached(long Id, string Name, string ContentType, long Size, bool Inline, string? ContentId, string? Description);

    public sealed record Happened(long Id, DateTimeOffset At, CaseEventKind Kind, string? Agent, string Detail)
    {
        /// <summary>A clock brought it about, and no person.</summary>
        public bool IsAlarm => Kind is CaseEventKind.Escalated or CaseEventKind.Breached || (Kind == CaseEventKind.PriorityChanged && Agent is null);
    }

    internal sealed class Handler(InboxDb db) : IRequestHandler<Query, Stretch>
    {
        public async Task<Stretch> Handle(Query request, CancellationToken cancellationToken)
        {
            var messages = await Newest(request).ToListAsync(cancellationToken);
            var more = messages.Count > PageSize;
            if (more)
            {
                messages.RemoveAt(PageSize);
            }

            messages.Reverse();
            DateTimeOffset? since = more ? messages[0].ReceivedAt : null;
            var until = request.Before is { } before
                ? await db.Messages.Where(m => m.Id == before).Select(m => (DateTimeOffset?)m.ReceivedAt).FirstOrDefaultAsync(cancellationToken)
                : null;
            var events = await Events(request.CaseId, request.Actor, since, until).ToListAsync(cancellationToken);
            events.Reverse();
            return new Stretch(messages, events, more ? messages[0].Id : null);
        }

        private IQueryable<Said> Newest(Query request) =>
            from m in db.Messages.VisibleTo(request.Actor, db)
                .Where(m => m.CaseId == request.CaseId && (request.Before == null || m.Id < request.Before))
                .OrderByDescending(m => m.Id).Take(PageSize + 1)
            join d in db.OutboundDeliveries on m.Id equals d.MessageId into deliveries
            from d in deliveries.DefaultIfEmpty()
            orderby m.Id descending
            select new Said
            {
                Id = m.Id,
                ChannelId = m.ChannelId,
                Direction = m.Direction,
                Automatic = m.Automatic,
                Visibility = m.Visibility,
                FromName = m.FromName,
                FromAddress = m.FromAddress,
                ReplyTo = m.ReplyTo,
                HandleId = m.HandleId,
                Guest = m.Guest,
                SharedOutside = m.SharedOutside,
                ThirdParty = db.Participants.Any(p => p.CaseId == m.CaseId && p.HandleId == m.HandleId && p.State == ParticipantState.ThirdParty),
                Dead = m.Direction == Direction.Inbound && db.Handles.Any(h => h.Id == m.HandleId && h.DeadSince != null),
                AlsoChannelIds = m.AlsoChannelIds,
                Forward = m.Forward,
                To = m.To,
                Cc = m.Cc,
                Bcc = m.Bcc,
                ToThirdParties = m.ToThirdParties,
                Formatted = m.Format == TextFormat.Markdown && m.Html!.Length <= MostHtml ? m.Html : null,
                Text = m.ReplyText.Substring(0, MostText),
                Named = m.Named,
                HasMore = (m.Direction == Direction.Inbound && m.Text.Trim().Length > m.ReplyText.Trim().Length) || m.ReplyText.Length > MostText,
                HasHtml = m.Html != null && (m.Format == TextFormat.Plain || m.Html.Length > MostHtml),
                ReceivedAt = m.ReceivedAt,
                PostedAt = m.PostedAt,
                DeletedAt = m.DeletedAt,
                ExternalId = m.ExternalId,
                AnswersId = m.AnswersId,
                Url = m.Url,
                Reach = m.Reach,
                Spread = db.ReachPoints.Where(p => p.MessageId == m.Id).OrderBy(p => p.At).Select(p => new Spread(p.At, p.Reach, p.Likes, p.Shares, p.Replies)).ToList(),
                Call = m.Call,
                AuthorId = m.AuthorId,
                Failure = m.Failure,
                Delivery = d.State,
                SendsAt = d.NotBefore,
                Attempts = d.Attempts,
                DeliveryDetail = d.Detail,
                SeveralPosts = d.FurtherIds.Length > 0,
                Changes = db.AnswerChanges.Where(c => c.MessageId == m.Id && c.State != AnswerChangeState.Dropped).OrderBy(c => c.Id)
                    .Select(c => new Change(c.Kind, c.State, c.Before, c.DoneAt ?? c.CreatedAt, c.Attempts, c.NotBefore, c.Detail)).ToList(),
                DeliveryId = m.DeliveryId,
                Files = db.Attachments.Where(a => a.MessageId == m.Id).OrderBy(a => a.Id)
                    .Select(a => new Attached(a.Id, a.Name, a.ContentType, a.Size, a.Inline, a.ContentId, a.Description)).ToList(),
            };

        private IQueryable<Happened> Events(long caseId, Actor actor, DateTimeOffset? since, DateTimeOffset? until) =>
            from e in HeardBy(actor)
            where e.CaseId == caseId && (since == null || e.At >= since) && (until == null || e.At < until)
            join a in db.Users on e.AgentId equals (long?)a.Id into agents
            from a in agents.DefaultIfEmpty()
            orderby e.Id descending
            select new Happened(e.Id, e.At, e.Kind, a.DisplayName, e.Detail);

        /// <summary>Events quote reasons that colleagues gave each other, so a contractor is shown those of their own people.</summary>
        private IQueryable<CaseEvent> HeardBy(Actor actor)
        {
            var own = actor.DepartmentIds;
            return actor.External
                ? db.Events.Where(e => db.AgentDepartments.Any(m => m.AgentId == e.AgentId && own.Contains(m.DepartmentId)))
                : db.Events;
        }
    }
}
