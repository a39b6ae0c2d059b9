using FluentValidation;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Access;

/// <summary>Rules of the fields that more than one command on people has.</summary>
internal static class AgentRules
{
    public static void MustExist<T>(this IRuleBuilder<T, IReadOnlyList<long>> rule, InboxDb db) => rule
        .MustAsync(async (ids, cancellationToken) =>
        {
            var distinct = ids.Distinct().ToArray();
            return await db.Departments.CountAsync(d => distinct.Contains(d.Id), cancellationToken) == distinct.Length;
        })
        .WithMessage("One of these departments no longer exists.");

    public static void MustBeFree<T>(this IRuleBuilder<T, string> rule, InboxDb db, Func<T, long?> self) => rule
        .MustAsync(async (command, email, cancellationToken) =>
        {
            var (id, normalised) = (self(command), email.Trim().ToUpperInvariant());
            return !await db.Users.AnyAsync(a => a.NormalizedEmail == normalised && a.Id != id, cancellationToken);
        })
        .WithMessage("Somebody else has this address.");
}
