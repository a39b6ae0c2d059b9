using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.CannedAnswers;

/// <summary>Hands an agent a canned answer, filled in for a case, and counts it for the case's department.</summary>
public static class TakeCannedAnswer
{
    /// <param name="ForNote">Notes are plain text; everything else is Markdown.</param>
    public sealed record Command(long CaseId, long AnswerId, bool ForNote, Actor Actor) : ICommand<string>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook) : IRequestHandler<Command, Result<string>>
    {
        private static readonly Error Gone = new(ErrorKind.NotFound, "answer_not_found", "This canned answer is no longer there.");

        public async Task<Result<string>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            if (await CaseValues.ReadAsync(db, request.CaseId, request.Actor, rules, cancellationToken) is not { } values)
            {
                return CaseLocks.NotFound;
            }

            var body = await db.CannedAnswers.OfferedTo(request.Actor, values.DepartmentId).Where(a => a.Id == request.AnswerId)
                .Select(a => a.Body).FirstOrDefaultAsync(cancellationToken);
            if (body is null)
            {
                return Gone;
            }

            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO canned_answer_uses (answer_id, department_id, count) VALUES ({request.AnswerId}, {values.DepartmentId}, 1)
                ON CONFLICT (answer_id, department_id) DO UPDATE SET count = canned_answer_uses.count + 1
                """,
                cancellationToken);
            return values.Fill(body, markdown: !request.ForNote);
        }
    }
}
