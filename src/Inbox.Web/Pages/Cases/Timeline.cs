using System.Text.RegularExpressions;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Merging;
using Inbox.Web.Pages.Messages;

namespace Inbox.Web.Pages.Cases;

/// <summary>What the thread shows of a stretch of a conversation.</summary>
internal sealed record ThreadModel(Case Case, Conversation.Stretch Talk, Rules Rules, ChannelIcons Icons, Actor Me)
{
    /// <summary>What can be undone, beside the event that tells of it.</summary>
    public IReadOnlyList<CaseSurroundings.Move> Moves { get; init; } = [];

    public string Number => CaseNumber.Format(Case.Id);

    public CaseSurroundings.Move? Undoable(Conversation.Happened happened) => !MayChange ? null : happened.Kind switch
    {
        CaseEventKind.Joined => Moves.FirstOrDefault(m => m.Kind == MoveKind.Merge && m.At == happened.At),
        CaseEventKind.Split or CaseEventKind.SplitOff => Moves.FirstOrDefault(m => m.Kind == MoveKind.Split && m.At == happened.At),
        _ => null,
    };

    public bool MayChange => Me.MayChange(Case);

    /// <summary>Messages and events in the order they happened, with a line where a day begins.</summary>
    public IEnumerable<Entry> Entries()
    {
        var said = Talk.Messages.Select(m => new Entry(m.ReceivedAt, Said: m));
        var happened = Talk.Events.Select(e => new Entry(e.At, Happened: e));
        DateOnly? day = null;

        // A stable sort: messages keep their order, and an event of the same moment follows its message.
        foreach (var entry in Folded(said.Concat(happened).OrderBy(e => e.At)))
        {
            var date = DateOnly.FromDateTime(entry.At.UtcDateTime);
            if (date != day)
            {
                day = date;
                yield return new Entry(entry.At, Day: date);
            }

            yield return entry;
        }
    }

    /// <summary>Alarms in a row are one line that opens: what people said stays in sight.</summary>
    private static IEnumerable<Entry> Folded(IEnumerable<Entry> entries)
    {
        var row = new List<Conversation.Happened>();
        foreach (var entry in entries)
        {
            if (entry.Happened is { IsAlarm: true } alarm)
            {
                row.Add(alarm);
                continue;
            }

            foreach (var alarms in Taken(row))
            {
                yield return alarms;
            }

            yield return entry;
        }

        foreach (var alarms in Taken(row))
        {
            yield return alarms;
        }
    }

    private static Entry[] Taken(List<Conversation.Happened> row)
    {
        Entry[] taken = row.Count < 3 ? [.. row.Select(a => new Entry(a.At, Happened: a))] : [new Entry(row[0].At, Alarms: [.. row])];
        row.Clear();
        return taken;
    }

    public sealed record Entry(
        DateTimeOffset At,
        DateOnly? Day = null,
        Conversation.Said? Said = null,
        Conversation.Happened? Happened = null,
        IReadOnlyList<Conversation.Happened>? Alarms = null);
}

/// <summary>One message of a thread, for its partial.</summary>
internal sealed record MessageModel(ThreadModel Thread, Conversation.Said Said)
{
    /// <summary>Who speaks: a person, or "Note" and "Phone note" by one of us.</summary>
    public string Speaker => Said switch
    {
        { Call: not null } => Said.Direction == Direction.Inbound ? "Phone note" : "Call to the customer",
        { Direction: Direction.Note } => "Note · " + Said.FromName,
        { FromName.Length: > 0 } => Said.FromName,
        _ => Said.FromAddress,
    };

    /// <summary>A mail that came in: it can be explained, and downloaded as it came.</summary>
    public bool IsMail => Said.DeliveryId is not null && Thread.Rules.Channels.TryGetValue(Said.ChannelId, out var channel) && channel.Kind == "email";

    /// <summary>What one of us wrote, with the images that went along.</summary>
    public string? Formatted => Said.Formatted is { } html
        ? MailDocument.WithInlineImages(html, Said.Files.Where(f => f.ContentId is not null).DistinctBy(f => f.ContentId, StringComparer.Ordinal).ToDictionary(f => f.ContentId!, f => f.Id, StringComparer.Ordinal))
        : null;

    /// <summary>The text of a note in pieces; every second one names somebody.</summary>
    public IEnumerable<(string Text, bool Named)> Pieces
    {
        get
        {
            var text = Said.Text.Trim();
            if (Said.Named.Length == 0)
            {
                return [(text, false)];
            }

            var names = string.Join('|', Said.Named.OrderByDescending(n => n.Length).Select(Regex.Escape));
            return Regex.Split(text, $"({names})", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
                .Select((piece, i) => (piece, i % 2 == 1)).Where(p => p.piece.Length > 0);
        }
    }

    /// <summary>Files to list: images that stand in the text are there already.</summary>
    public IEnumerable<Conversation.Attached> Files => Said.Formatted is null ? Said.Files : Said.Files.Where(f => !f.Inline);

    public string Icon => Said.Direction == Direction.Note && Said.Call is null ? "lock" : Thread.Icons.Of(Said.ChannelId);
}

/// <summary>Events in words.</summary>
internal static class EventWords
{
    public static (string Icon, string Text) Of(Conversation.Happened happened)
    {
        if (happened.Kind == CaseEventKind.Assigned && happened.Detail == happened.Agent)
        {
            return ("person-check", $"Taken by {happened.Agent}");
        }

        var (icon, what) = happened.Kind switch
        {
            CaseEventKind.Opened => ("plus-circle", "Case opened:"),
            CaseEventKind.Routed => ("signpost", "Routed:"),
            CaseEventKind.StatusChanged => ("circle-half", "Status:"),
            CaseEventKind.PriorityChanged => ("flag", "Priority:"),
            CaseEventKind.Assigned => ("person-check", "Assigned to"),
            CaseEventKind.DepartmentChanged => ("arrow-left-right", "Moved:"),
            CaseEventKind.TagsChanged => ("tag", "Tags:"),
            CaseEventKind.Escalated => ("chevron-double-up", "Escalated:"),
            CaseEventKind.Breached => ("alarm", "Promise broken:"),
            CaseEventKind.HandoffOffered => ("arrow-left-right", "Handoff offered"),
            CaseEventKind.HandoffAccepted => ("check2", "Handoff accepted"),
            CaseEventKind.HandoffDeclined => ("x-lg", "Handoff declined"),
            CaseEventKind.HandoffWithdrawn => ("arrow-counterclockwise", "Handoff withdrawn"),
            CaseEventKind.HandedBack => ("arrow-return-left", "Handed back, done"),
            CaseEventKind.PingPong => ("arrow-repeat", "Goes back and forth"),
            CaseEventKind.ChecklistFilled => ("list-check", "Told what was asked for:"),
            CaseEventKind.TaskAsked => ("check2-square", "Something asked"),
            CaseEventKind.TaskTaken => ("check2-square", "Task taken"),
            CaseEventKind.TaskDone => ("check2-square", "Task done"),
            CaseEventKind.TaskDeclined => ("x-square", "Task declined"),
            CaseEventKind.TaskWithdrawn => ("arrow-counterclockwise", "Task withdrawn"),
            CaseEventKind.Edited => ("pencil", "The post was edited"),
            CaseEventKind.PostDeleted => ("trash3", "The post was deleted"),
            CaseEventKind.SecondDelivery => ("files", "The same message also came by"),
            CaseEventKind.Complained => ("hand-thumbs-down", "The recipient reported our mail:"),
            CaseEventKind.ForwardConfirmed => ("forward", "Forwarded:"),
            CaseEventKind.NotByAPerson => ("robot", "Marked as not by a person"),
            CaseEventKind.Reopened => ("arrow-clockwise", "Reopened"),
            CaseEventKind.Folded => ("sign-merge-right", "Merged"),
            CaseEventKind.Joined => ("sign-merge-left", "Merged with"),
            CaseEventKind.MergeUndone => ("arrow-counterclockwise", "Merge undone:"),
            CaseEventKind.Split => ("sign-split", "Split off"),
            CaseEventKind.SplitOff => ("sign-split", "Split"),
            CaseEventKind.Linked => ("link-45deg", "Linked:"),
            CaseEventKind.Unlinked => ("link-45deg", "No longer linked"),
            CaseEventKind.AnswerUndone => ("arrow-counterclockwise", "Answer undone"),
            CaseEventKind.AnswerFailed => ("exclamation-octagon", "Answer failed"),
            CaseEventKind.AnswerBounced => ("exclamation-octagon", "Answer bounced"),
            CaseEventKind.AnswerEdited => ("pencil", "Answer edited where it stands"),
            CaseEventKind.AnswerDeleted => ("trash3", "Answer deleted where it stood"),
            CaseEventKind.AnswerScheduled => ("clock", "Answer scheduled"),
            CaseEventKind.AnswerHeld => ("pause-circle", "Scheduled answer held:"),
            CaseEventKind.ScheduleCancelled => ("x-circle", "Scheduled answer taken back"),
            CaseEventKind.ApprovalAsked => ("patch-question", "Approval asked for an answer"),
            CaseEventKind.ApprovalGiven => ("patch-check", "Answer approved"),
            CaseEventKind.ApprovalRefused => ("patch-minus", "Answer returned:"),
            CaseEventKind.ApprovalWithdrawn => ("x-circle", "Answer taken back before it was approved"),
            CaseEventKind.Snoozed => ("moon", "Snoozed"),
            CaseEventKind.GuestAccepted => ("person-plus", "Guest is now"),
            CaseEventKind.NoReplyNeeded => ("chat-square", "No reply needed"),
            CaseEventKind.CallBackPromised => ("telephone-outbound", "Call-back promised"),
            CaseEventKind.AccessGiven => ("eye", "May read it, being named:"),
            CaseEventKind.AccessTaken => ("eye-slash", "May no longer read it:"),
            CaseEventKind.FollowUp => ("reply", "Follow-up"),
            _ => ("dot", happened.Kind.ToString()),
        };
        var detail = happened.Detail.Length > 0 ? " " + happened.Detail.Replace(nameof(CaseStatus.OnHold), Shown.Status(CaseStatus.OnHold), StringComparison.Ordinal) : "";
        what = detail.Length == 0 ? what.TrimEnd(':') : what;
        return (icon, $"{what}{detail}{(happened.Agent is { } agent ? " · " + agent : "")}");
    }
}
