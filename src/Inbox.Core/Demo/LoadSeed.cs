using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Demo.Stories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Demo;

/// <summary>
/// Adds any number of realistic cases to a database, to see how it carries them: three years of work, most of it closed.
/// Written in chunks, each in a transaction of its own, so that memory does not grow with the number.
/// </summary>
public sealed class LoadSeed(IServiceScopeFactory scopes, TimeProvider time)
{
    private const int ChunkOf = 2_000;

    // One to make and send rows while the database works on those of the other.
    private const int Writers = 2;
    private const double OpenShare = 0.027;
    private const int MostOpen = 26_000;

    private static readonly Story[] Stories = [.. RepairStories.All, .. DeliveryStories.All, .. BillingStories.All, .. ShopStories.All];

    /// <summary>What was written.</summary>
    public sealed record Figures(long Cases, long Open, long Messages, long Clocks, long Events, long Customers);

    /// <param name="cases">How many to add.</param>
    /// <param name="progress">Cases written so far, in no strict order.</param>
    /// <param name="cancellationToken">Stops between chunks; what is written stays.</param>
    /// <exception cref="InvalidOperationException">The database has settings of its own, but no channel for e-mail.</exception>
    public async Task<Figures> RunAsync(int cases, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await services.GetRequiredService<ThreadTokens>().LoadAsync(cancellationToken);
        await services.GetRequiredService<DemoCompany>().SettleAsync(cancellationToken);
        var db = services.GetRequiredService<InboxDb>();
        var company = await DemoCompany.ReadAsync(db, services.GetRequiredService<ChannelKinds>(), cancellationToken);
        var shape = new Shape(cases, DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds()));
        var regulars = new Regulars();
        var (gate, done, total) = (new Lock(), 0, new Figures(0, 0, 0, 0, 0, 0));
        await Parallel.ForEachAsync(
            Enumerable.Range(0, (cases + ChunkOf - 1) / ChunkOf),
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken },
            async (chunk, stop) =>
            {
                var written = await WriteAsync(chunk, shape, company, regulars, stop);
                lock (gate)
                {
                    done += (int)written.Cases;
                    total = new Figures(total.Cases + written.Cases, total.Open + written.Open, total.Messages + written.Messages,
                        total.Clocks + written.Clocks, total.Events + written.Events, total.Customers + written.Customers);
                    progress?.Report(done);
                }
            });
        await TidyAsync(db, cancellationToken);
        return total;
    }

    private async Task<Figures> WriteAsync(int chunk, Shape shape, Company company, Regulars regulars, CancellationToken cancellationToken)
    {
        var count = Math.Min(ChunkOf, shape.Cases - (chunk * ChunkOf));
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Load data may be lost in a crash of the machine; it is made again by the same command.
        await db.Database.ExecuteSqlAsync($"SET LOCAL synchronous_commit = off", cancellationToken);
        var ids = await IdPool.TakeAsync(db, count, count * 9, count, count, cancellationToken);
        var book = new TaleBook(company, scope.ServiceProvider.GetRequiredService<ThreadTokens>(), ids, notifySince: DateTimeOffset.MaxValue);
        var random = new Random(chunk);
        var openings = Enumerable.Range(chunk * ChunkOf, count).Select(i => (At: shape.OpensAt(i, random), Open: shape.StaysOpen(i))).OrderBy(o => o.At).ToList();
        var fresh = new List<Person>();
        foreach (var (at, open) in openings)
        {
            var person = Customer(book, random, regulars, fresh, at);
            if (open)
            {
                TellOpen(book, random, person, at, shape.Now);
            }
            else
            {
                new CaseCourse(book, random, shape.Now).Play(random.Pick(Stories), person, at);
            }
        }

        await book.SaveAsync(db, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        regulars.Add(fresh);
        return new Figures(count, book.Tales.Count(t => t.Case.IsOpen), book.Messages.Count, book.Tales.Sum(t => t.Clocks.Started.Count), book.Events.Count, book.Customers.Count);
    }

    /// <summary>Nearly half of the cases come from people who were here before.</summary>
    private static Person Customer(TaleBook book, Random random, Regulars regulars, List<Person> fresh, DateTimeOffset at)
    {
        if (random.Of(0.45) && (fresh.Count > 0 && random.Of(0.5) ? random.Pick(fresh) : regulars.Pick(random)) is { } known)
        {
            return known;
        }

        var person = PersonNames.Make(book, random, at, group: random.Of(0.03) ? CompanySettings.Vip : null, withPhone: random.Of(0.6));
        fresh.Add(person);
        return person;
    }

    /// <summary>The story is cut off somewhere; if it was over by then, the customer has written once more.</summary>
    private static void TellOpen(TaleBook book, Random random, Person person, DateTimeOffset at, DateTimeOffset now)
    {
        var cut = at + ((now - at) * random.NextDouble());
        var tale = new CaseCourse(book, random, cut).Play(random.Pick(Stories), person, at);
        if (!tale.Case.IsOpen)
        {
            var again = tale.Case.LastMessageAt + ((now - tale.Case.LastMessageAt) * random.NextDouble());
            tale.CustomerMails(again, "I have one more question about this: does the same hold for the second one I ordered?");
        }

        tale.Until(now);
    }

    /// <summary>Statistics for the planner, and the visibility map that index-only scans need.</summary>
    private static async Task TidyAsync(InboxDb db, CancellationToken cancellationToken)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        await db.Database.ExecuteSqlRawAsync("VACUUM (ANALYZE) cases", cancellationToken);
        await db.Database.ExecuteSqlRawAsync("ANALYZE", cancellationToken);
    }

    /// <summary>How the cases spread over three years.</summary>
    private sealed record Shape(int Cases, DateTimeOffset Now)
    {
        private const double Days = 3 * 365;

        private int FirstOpen { get; } = Cases - Math.Min((int)Math.Ceiling(Cases * OpenShare), MostOpen);

        public bool StaysOpen(int index) => index >= FirstOpen;

        /// <summary>Numbers rise with time; those that stay open are the newest, most of them of the last days.</summary>
        public DateTimeOffset OpensAt(int index, Random random)
        {
            if (StaysOpen(index))
            {
                return Now - TimeSpan.FromSeconds(Math.Floor(60 + Math.Min(random.Span(TimeSpan.FromHours(20), 1).TotalSeconds, 864_000)));
            }

            var from = Now.AddDays(-Days * (FirstOpen - index) / FirstOpen);
            return Tides.Pick(random, from, from.AddDays(Math.Min(7, (Now - from).TotalDays)));
        }
    }

    /// <summary>Customers of finished chunks, a bounded number of them.</summary>
    private sealed class Regulars
    {
        private const int Most = 20_000;
        private readonly List<Person> _people = [];
        private readonly Lock _gate = new();

        public void Add(List<Person> people)
        {
            lock (_gate)
            {
                _people.AddRange(people.Take(Most - _people.Count));
            }
        }

        public Person? Pick(Random random)
        {
            lock (_gate)
            {
                return _people.Count == 0 ? null : random.Pick(_people);
            }
        }
    }
}
