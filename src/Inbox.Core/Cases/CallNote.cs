using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Core.Cases;

/// <summary>What a call means for its case.</summary>
internal static class CallRights
{
    private static readonly Error NoPhone = new(ErrorKind.Invalid, "channel_not_phone", "Choose the phone line the call came through.");
    private static readonly Error NotYours = new(ErrorKind.Forbidden, "calls_not_yours", "Calls are logged by the departments; leave a note on the case instead.");
    private static readonly Error NoDepartment = new(ErrorKind.Invalid, "no_such_department", "There is no such department.");
    private static readonly Error OwnDepartment = new(ErrorKind.Forbidden, "department_not_yours", "Open the case in a department of yours.");
    private static readonly Error Spam = new(ErrorKind.Conflict, "case_is_spam", "This case is marked as spam. Restore it first, or open a new case.");
    private static readonly Error NotYourStatus = new(ErrorKind.Forbidden, "status_not_yours", "You can log the call, but only the case's own department decides its status.");

    /// <summary>
    /// We and the customer talked. A stranger who dialled us by mistake was spoken with; a number that we dialled in vain was not.
    /// </summary>
    public static bool Spoke(this LogCall.Command call) =>
        call.Outcome is CallOutcome.Answered or CallOutcome.Resolved or CallOutcome.CallBackPromised
        || (call.Outcome == CallOutcome.WrongNumber && call.Incoming);

    public static Error? Refusal(LogCall.Command call, Rules rules)
    {
        if (call.Actor.Role == Access.Role.Marketing)
        {
            return NotYours;
        }

        if (!rules.Channels.TryGetValue(call.ChannelId, out var channel) || channel.Kind != PhoneSettings.ChannelKind)
        {
            return NoPhone;
        }

        if (call.CaseId is not null)
        {
            return null;
        }

        if (call.DepartmentId is { } department && (!rules.Departments.ContainsKey(department) || call.Actor.HiddenIds.Contains(department)))
        {
            return NoDepartment;
        }

        // A contractor cannot see what goes elsewhere.
        return call.Actor.External && (call.DepartmentId is not { } own || !call.Actor.Works(own)) ? OwnDepartment : null;
    }

    public static Error? Refusal(LogCall.Command call, Case joined)
    {
        if (joined.Status == CaseStatus.Spam)
        {
            return Spam;
        }

        return call.Then is { } then && then != UsualStatus(call, joined) && !call.Actor.Works(joined.DepartmentId) ? NotYourStatus : null;
    }

    /// <summary>An answer leaves the next word to the customer; a promised call-back leaves it to us. Only the owner resolves.</summary>
    public static CaseStatus UsualStatus(LogCall.Command call, Case @case) => call.Outcome switch
    {
        CallOutcome.CallBackPromised => CaseStatus.Open,
        CallOutcome.Resolved or CallOutcome.WrongNumber when call.Actor.Works(@case.DepartmentId) => CaseStatus.Resolved,
        _ when call.CallBackAt is not null => CaseStatus.Open,
        _ => CaseStatus.Waiting,
    };
}

/// <summary>The message that a logged call becomes.</summary>
internal static class CallNote
{
    public static Message From(LogCall.Command call, long id, Case? @case, Caller caller, Channel channel, DateTimeOffset now)
    {
        var name = Words.Storable(call.Name.Trim());
        var text = Words.Storable(string.IsNullOrWhiteSpace(call.Text) ? Said(call) : call.Text.Trim());
        var (us, them) = (new Party(channel.Name, channel.Address), new Party(name.Length == 0 ? caller.Name : name, caller.Number));
        var (from, to) = call.Incoming ? (them, us) : (us, them);
        return new Message
        {
            Id = id,
            ChannelId = channel.Id,
            Direction = call.Incoming ? Direction.Inbound : Direction.Outbound,
            FromName = from.Name,
            FromAddress = from.Address,
            To = [to],
            HandleId = caller.HandleId,
            AuthorId = call.Actor.AgentId,
            Subject = Words.Storable(call.Subject?.Trim()),
            Text = text,
            ReplyText = text,
            ExternalId = Words.Storable(call.CallId),
            PostedAt = now,
            ReceivedAt = now,
            StatusBefore = @case?.Status,
            Call = new CallDetails(call.Incoming, call.HoldSeconds, call.DurationSeconds, call.Outcome, call.CallBackAt),
        };
    }

    /// <summary>For a call in which nobody spoke there is often nothing to write down.</summary>
    private static string Said(LogCall.Command call) => (call.Outcome, call.Incoming) switch
    {
        (CallOutcome.LeftVoicemail, true) => "Left a voicemail.",
        (CallOutcome.LeftVoicemail, false) => "We left a voicemail.",
        (CallOutcome.Abandoned, _) => "Hung up before anybody answered.",
        (CallOutcome.WrongNumber, _) => "Wrong number.",
        (_, true) => "Called; nobody answered.",
        _ => "We called; nobody answered.",
    };
}
