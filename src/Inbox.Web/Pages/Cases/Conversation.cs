using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

/// <summary>A stretch of a conversation: messages with their files and delivery, and what happened between them. Two queries.</summary>
internal static class Conversation
{
    public const int PageSize = 50;

    /// <summary>A log pasted into a mail must not make every look at the case slow; the whole text is a click away.</summary>
    public const int MostText = 6000;

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

        public required string Text { get; init; }

        /// <summary>There is quoted history, the sender's signature, or more text than is shown.</summary>
        public required bool HasMore { get; init; }

        public required bool HasHtml { get; init; }

        public required DateTimeOffset ReceivedAt { get; init; }

        public required string? Url { get; init; }

        public required long Reach { get; init; }

        public required CallDetails? Call { get; init; }

        public required string? Failure { get; init; }

        public required OutboundState? Delivery { get; init; }

        public required DateTimeOffset? SendsAt { get; init; }

        public required int? Attempts { get; init; }

        public required string? DeliveryDetail { get; init; }

        /// <summary>It is on its way, yet somebody was refused or it is held up somewhere; where it went is no trouble.</summary>
        public bool HasTrouble => DeliveryDetail is { } detail && !detail.StartsWith("written to ", StringComparison.Ordinal);

        public required IReadOnlyList<Attached> Files { get; init; }
    }

    public sealed record Attached(long Id, string Name, string ContentType, long Size, bool Inline);

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
            var events = await Events(request.CaseId, since, until).ToListAsync(cancellationToken);
            events.Reverse();
            return new Stretch(messages, events, more ? messages[0].Id : null);
        }

        private IQueryable<Said> Newest(Query request) =>
            from m in db.Messages.VisibleTo(request.Actor, db.Cases)
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
                HandleId = m.HandleId,
                Guest = m.Guest,
                SharedOutside = m.SharedOutside,
                ThirdParty = db.Participants.Any(p => p.CaseId == m.CaseId && p.HandleId == m.HandleId && p.State == ParticipantState.ThirdParty),
                Dead = m.Direction == Direction.Inbound && db.Handles.Any(h => h.Id == m.HandleId && h.DeadSince != null),
                AlsoChannelIds = m.AlsoChannelIds,
                Forward = m.Forward,
                To = m.To,
                Cc = m.Cc,
                Text = m.ReplyText.Substring(0, MostText),
                HasMore = (m.Direction == Direction.Inbound && m.Text.Trim().Length > m.ReplyText.Trim().Length) || m.ReplyText.Length > MostText,
                HasHtml = m.Html != null,
                ReceivedAt = m.ReceivedAt,
                Url = m.Url,
                Reach = m.Reach,
                Call = m.Call,
                Failure = m.Failure,
                Delivery = d.State,
                SendsAt = d.NotBefore,
                Attempts = d.Attempts,
                DeliveryDetail = d.Detail,
                Files = db.Attachments.Where(a => a.MessageId == m.Id).OrderBy(a => a.Id)
                    .Select(a => new Attached(a.Id, a.Name, a.ContentType, a.Size, a.Inline)).ToList(),
            };

        private IQueryable<Happened> Events(long caseId, DateTimeOffset? since, DateTimeOffset? until) =>
            from e in db.Events
            where e.CaseId == caseId && (since == null || e.At >= since) && (until == null || e.At < until)
            join a in db.Users on e.AgentId equals (long?)a.Id into agents
            from a in agents.DefaultIfEmpty()
            orderby e.Id descending
            select new Happened(e.Id, e.At, e.Kind, a.DisplayName, e.Detail);
    }
}
