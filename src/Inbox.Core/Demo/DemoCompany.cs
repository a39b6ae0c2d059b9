using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Routing.Learning;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Demo;

/// <summary>Fills an empty database with a company that lives: people, settings, and two months of cases that end right now.</summary>
public sealed class DemoCompany(InboxDb db, ChannelKinds kinds, ThreadTokens tokens, Rulebook rulebook, TimeProvider time)
{
    private const int Seed = 1042;
    private const long OneAtATime = 0x494E424F58; // "INBOX"

    /// <summary>False when somebody has been here before. The thread tokens must have been loaded.</summary>
    public async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = Now();
        if (!await SettleAsync(now, cancellationToken))
        {
            return false;
        }

        var company = await ReadAsync(db, kinds, cancellationToken);
        var ids = await IdPool.TakeAsync(db, cases: 560, messages: 4_000, attachments: 600, customers: 400, cancellationToken);
        var book = new TaleBook(company, tokens, ids, notifySince: now.AddDays(-2));
        var random = new Random(Seed);
        Plan[] plans = [.. DemoHistory.Plan(book, random, now), .. new DemoToday(book, random, now).Plan(), .. new DemoLongStory(book, random, now).Plan()];
        foreach (var plan in plans.OrderBy(p => p.OpensAt))
        {
            plan.Tell(book);
        }

        DemoMentions.Add(book, random, now);
        await book.SaveAsync(db, cancellationToken);
        await CompanyTools.OpenPlaybooksAsync(db, now, cancellationToken);

        // Two months of cases are enough to learn from, and a newcomer sees what comes of it.
        await db.LearningSettings.ExecuteUpdateAsync(set => set.SetProperty(s => s.Mode, LearningMode.Suggest), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        rulebook.Forget();
        await db.Database.ExecuteSqlAsync($"ANALYZE", cancellationToken);
        return true;
    }

    /// <summary>Only the settings and people, for a database that is filled in another way. False when it is not empty.</summary>
    public async Task<bool> SettleAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var settled = await SettleAsync(Now(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        rulebook.Forget();
        return settled;
    }

    internal static async Task<Company> ReadAsync(InboxDb db, ChannelKinds kinds, CancellationToken cancellationToken)
    {
        var rules = new Rules(
            await db.Departments.AsNoTracking().ToListAsync(cancellationToken),
            await db.Channels.AsNoTracking().ToListAsync(cancellationToken),
            await db.Calendars.AsNoTracking().ToListAsync(cancellationToken),
            await db.RoutingRules.AsNoTracking().ToListAsync(cancellationToken),
            await db.SlaPolicies.AsNoTracking().ToListAsync(cancellationToken),
            new Dictionary<string, long>(StringComparer.Ordinal));
        return new Company(rules, kinds, await db.Users.AsNoTracking().Include(a => a.Departments).Where(a => a.DisabledAt == null).ToListAsync(cancellationToken));
    }

    /// <summary>Two nodes may start on one empty database: the second waits, and finds it filled.</summary>
    private async Task<bool> SettleAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({OneAtATime})", cancellationToken);
        if (await db.Users.AnyAsync(cancellationToken) || await db.Departments.AnyAsync(cancellationToken) || await db.Channels.AnyAsync(cancellationToken))
        {
            return false;
        }

        await CompanySettings.WriteAsync(db, now, cancellationToken);
        return true;
    }

    /// <summary>Tales are told in whole seconds.</summary>
    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }
}
