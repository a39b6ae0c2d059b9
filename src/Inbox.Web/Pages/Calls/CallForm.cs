using System.Globalization;
using FluentValidation;
using FluentValidation.Results;
using Inbox.Core.Access;
using Inbox.Core.Cases;

namespace Inbox.Web.Pages.Calls;

/// <summary>What the page sends: times as an agent types them.</summary>
public sealed class CallForm
{
    public string? Number { get; set; }

    public string? Name { get; set; }

    public bool Incoming { get; set; } = true;

    public string? Text { get; set; }

    /// <summary>"2:05", or minutes alone.</summary>
    public string? HoldSeconds { get; set; }

    public string? DurationSeconds { get; set; }

    public CallOutcome Outcome { get; set; }

    /// <summary>As the customer's watch shows it.</summary>
    public DateTime? CallBackAt { get; set; }

    /// <summary>IANA id of the customer's zone.</summary>
    public string? CallBackZone { get; set; }

    public long? DepartmentId { get; set; }

    public long ChannelId { get; set; }

    public string? Subject { get; set; }

    public Priority Priority { get; set; } = Priority.Normal;

    public CaseStatus? Then { get; set; }

    /// <summary>"case:1042", "customer:7", or empty for a new person.</summary>
    public string? Pick { get; set; }

    public string? CallId { get; set; }

    public string? Key { get; set; }

    public long? PickedCase => Picked("case:");

    public LogCall.Command ToCommand(Actor actor) => new(
        PickedCase,
        Number?.Trim() ?? "",
        Name?.Trim() ?? "",
        Incoming,
        Text ?? "",
        Seconds(nameof(HoldSeconds), HoldSeconds),
        Seconds(nameof(DurationSeconds), DurationSeconds),
        Outcome,
        CallBack(),
        PickedCase is null ? DepartmentId : null,
        ChannelId,
        Subject,
        Priority,
        actor,
        Key,
        Then,
        Picked("customer:"),
        CallId);

    private long? Picked(string kind) =>
        Pick is { } pick && pick.StartsWith(kind, StringComparison.Ordinal) && long.TryParse(pick.AsSpan(kind.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private DateTimeOffset? CallBack()
    {
        if (CallBackAt is not { } local)
        {
            return null;
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(CallBackZone ?? "", out var zone))
        {
            throw Invalid(nameof(CallBackZone), "Choose the customer's time zone.");
        }

        var at = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return zone.IsInvalidTime(at)
            ? throw Invalid(nameof(CallBackAt), "The clocks go forward then: that time does not exist.")
            : new DateTimeOffset(at, zone.GetUtcOffset(at));
    }

    private static int Seconds(string field, string? typed)
    {
        var parts = (typed ?? "").Trim().Split(':');
        if (parts is [""])
        {
            return 0;
        }

        var numbers = parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < 10_000 ? n : -1).ToArray();
        return numbers.Any(n => n < 0)
            ? throw Invalid(field, "Write minutes and seconds, for example 2:05.")
            : numbers switch
            {
                [var minutes] => minutes * 60,
                [var minutes, var seconds] => (minutes * 60) + seconds,
                [var hours, var minutes, var seconds] => (hours * 3600) + (minutes * 60) + seconds,
                _ => throw Invalid(field, "Write minutes and seconds, for example 2:05."),
            };
    }

    private static ValidationException Invalid(string field, string message) => new([new ValidationFailure(field, message)]);
}
