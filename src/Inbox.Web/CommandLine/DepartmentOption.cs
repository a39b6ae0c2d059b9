using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.CommandLine;

/// <summary>A department by its key, as the command line names it.</summary>
internal static class DepartmentOption
{
    /// <exception cref="UsageException">There is none; the message lists those there are.</exception>
    public static async Task<long> FindAsync(InboxDb db, string key, CancellationToken cancellationToken)
    {
        var departments = await db.Departments.AsNoTracking().OrderBy(d => d.Key).Select(d => new { d.Id, d.Key }).ToListAsync(cancellationToken);
        return departments.Find(d => string.Equals(d.Key, key, StringComparison.OrdinalIgnoreCase))?.Id
            ?? throw new UsageException(departments.Count == 0
                ? $"There is no department '{key}': there is none at all yet."
                : $"There is no department '{key}'. There are: {string.Join(", ", departments.Select(d => d.Key))}.");
    }
}
