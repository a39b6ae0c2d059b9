using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using Inbox.Core.Sla;
using MediatR;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace Inbox.Web.Pages.Dashboard;

/// <summary>Response times, promises and backlog from one snapshot of the database, kept for ten seconds.</summary>
public static class FiguresQuery
{
    public sealed record Query(Ask Ask, Actor Actor) : IRequest<Figures>;

    internal sealed class Handler(NpgsqlDataSource database, InboxDb db, Rulebook rulebook, IMemoryCache cache, TimeProvider time)
        : IRequestHandler<Query, Figures>
    {
        private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

        public async Task<Figures> Handle(Query request, CancellationToken cancellationToken)
        {
            var departments = Readable(await rulebook.GetAsync(cancellationToken), request);
            var now = time.Now();
            var key = (typeof(FiguresQuery), request.Ask, string.Join(',', departments.Select(d => d.Id)), now.UtcTicks / Fresh.Ticks);
            return (await cache.GetOrCreateAsync(key, entry =>
            {
                entry.AbsoluteExpirationRelativeToNow = 2 * Fresh;
                return ReadAsync(request.Ask, departments, now, cancellationToken);
            }))!;
        }

        private static List<Department> Readable(Rules rules, Query request) =>
        [
            .. rules.Departments.Values
                .Where(d => request.Ask.DepartmentId is null || d.Id == request.Ask.DepartmentId)
                .Where(d => !request.Actor.HiddenIds.Contains(d.Id) && (!request.Actor.External || request.Actor.Departments.Contains(d.Id)))
                .OrderBy(d => d.External).ThenBy(d => d.Name, StringComparer.OrdinalIgnoreCase),
        ];

        private async Task<Figures> ReadAsync(Ask ask, List<Department> departments, DateTimeOffset now, CancellationToken cancellationToken)
        {
            long[] ids = [.. departments.Select(d => d.Id)];
            var zone = await db.CompanyZoneAsync(ids, cancellationToken);
            var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime);
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
            await using var batch = new NpgsqlBatch(connection, transaction);
            batch.BatchCommands.Add(new NpgsqlBatchCommand(FiguresSql.Timeout));
            foreach (var sql in (string[])[FiguresSql.Lengths, FiguresSql.Promises, FiguresSql.Backlog, FiguresSql.Days, FiguresSql.Hours])
            {
                batch.BatchCommands.Add(Command(sql, ask, ids, zone, today, now));
            }

            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            return await new FiguresReader(reader, ask, departments).ReadAsync(today, now, cancellationToken);
        }

        private static NpgsqlBatchCommand Command(string sql, Ask ask, long[] departments, string zone, DateOnly today, DateTimeOffset now)
        {
            var command = new NpgsqlBatchCommand(sql);
            Add("departments", departments);
            Add("now", now);
            Add("from", now.AddDays(-ask.Days));
            Add("before", now.AddDays(-2 * ask.Days));
            Add("working", ask.WorkingHours);
            Add("zone", zone);
            Add("firstDay", today.AddDays(1 - ask.Days));
            return command;

            void Add(string name, object value)
            {
                // The server refuses values that no statement uses.
                if (sql.Contains('@' + name, StringComparison.Ordinal))
                {
                    command.Parameters.Add(new NpgsqlParameter(name, value));
                }
            }
        }
    }
}
