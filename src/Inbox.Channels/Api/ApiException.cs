using Inbox.Core.Channels;

namespace Inbox.Channels.Api;

internal enum ApiFailure
{
    /// <summary>It did not take the request: unreachable, or an error of its own.</summary>
    Failing,

    /// <summary>The line broke, or the answer cannot be read: it may have taken the request.</summary>
    Unsure,

    /// <summary>It understood and says no.</summary>
    Refused,

    Limited,
    AccessLost,
}

/// <summary>A far side that fails; the message is for people.</summary>
internal sealed class ApiException(ApiFailure failure, string message) : Exception(message)
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    public ApiFailure Failure => failure;

    /// <summary>Of HTTP; 0 where there was no answer.</summary>
    public int Status { get; init; }

    /// <summary>The far side's names of what is wrong.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>With <see cref="ApiFailure.Limited"/>.</summary>
    public DateTimeOffset Until { get; init; }

    public bool IsGone => Failure == ApiFailure.Refused && Status is 404 or 410;

    public bool Has(params ReadOnlySpan<string> reasons)
    {
        foreach (var reason in reasons)
        {
            if (Reasons.Contains(reason, StringComparer.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Nothing was read completely: the next look begins where this one did.</summary>
    public PollResult ToPoll(string? cursor) => Failure == ApiFailure.Limited
        ? new PollResult([], cursor, AfterFailure) { LimitedUntil = Until }
        : new PollResult([], cursor, AfterFailure, Message) { AccessLost = Failure == ApiFailure.AccessLost };

    public SendResult ToSend() => Failure switch
    {
        ApiFailure.Limited => new SendResult(SendOutcome.Later, Message) { LimitedUntil = Until },
        ApiFailure.Failing => new SendResult(SendOutcome.Later, Message, DoorFails: true),
        ApiFailure.AccessLost => new SendResult(SendOutcome.Later, Message, DoorFails: true) { AccessLost = true },
        ApiFailure.Unsure => new SendResult(SendOutcome.Unknown, Message),
        _ => new SendResult(SendOutcome.Failed, Message),
    };

    public ReachReading ToReach() => Failure == ApiFailure.Limited ? new ReachReading([], Until) : new ReachReading([], Failed: true);
}
