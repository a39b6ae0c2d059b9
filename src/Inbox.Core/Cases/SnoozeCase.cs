using Inbox.Core.Access;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>Hides a case from the views until a time, or until the customer writes. No clock pauses.</summary>
public static class SnoozeCase
{
    /// <summary>In place of a time: until the customer answers, whenever that is.</summary>
    public static readonly DateTimeOffset UntilAnswer = Clock.Never;

    /// <param name="Until">Null ends the snooze.</param>
    public sealed record Command(long CaseId, DateTimeOffset? Until, Actor Actor, string? IdempotencyKey = null) : IIdempotentCommand<Done>;

    internal sealed class Handler(CaseDesk desk) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            desk.ChangeAsync(request.CaseId, request.Actor, (locked, now) =>
            {
                if (request.Until <= now)
                {
                    return new Error(ErrorKind.Invalid, "snooze_in_past", "Choose a time to come.");
                }

                locked.Case.Snooze(request.Until is { } until ? Clock.Stored(until) : null);
                locked.Note(CaseEventKind.Snoozed, request.Actor, now, request.Until is null ? "ended" : request.Until == UntilAnswer ? "until the customer answers" : "");
                return null;
            }, cancellationToken);
    }
}
