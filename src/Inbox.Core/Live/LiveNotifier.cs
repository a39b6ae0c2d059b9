using System.Threading.Channels;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Inbox.Core.Live;

/// <summary>
/// Tells all nodes which cases changed, at most every 50 ms and in payloads under PostgreSQL's 8,000 bytes:
/// a NOTIFY in every transaction would halve the commit rate. Hints only; whatever must happen is a row.
/// </summary>
public sealed partial class LiveNotifier(NpgsqlDataSource database, ILogger<LiveNotifier> logger) : BackgroundService
{
    /// <summary>Changed cases: ids joined by commas, or "*" for "refresh everything".</summary>
    public const string CasesTopic = "inbox_cases";

    /// <summary>Settings changed: every node reads its rules anew.</summary>
    public const string SettingsTopic = "inbox_settings";

    /// <summary>
    /// Notifications of an agent were written, read or deleted: the agent's id. A trigger on their table sends it, so that it
    /// goes out with the commit of whoever wrote them and with no other; they are too rare to slow commits down.
    /// </summary>
    public const string AgentsTopic = "inbox_agents";

    private const int MostIds = 300;
    private readonly Channel<long> _changed = Channel.CreateBounded<long>(new BoundedChannelOptions(20_000) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Publish(IEnumerable<long> cases)
    {
        foreach (var id in cases)
        {
            _changed.Writer.TryWrite(id);
        }
    }

    /// <summary>Every open page looks again once this transaction is committed. For what is rare and concerns no case: a door broke.</summary>
    internal static Task EverythingChangedAsync(InboxDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_notify({CasesTopic}, '*')", cancellationToken);

    /// <summary>Every node reads the settings anew once this transaction is committed.</summary>
    internal static Task SettingsChangedAsync(InboxDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_notify({SettingsTopic}, '')", cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ids = new HashSet<long>();
        while (await _changed.Reader.WaitToReadAsync(stoppingToken))
        {
            ids.Clear();
            while (_changed.Reader.TryRead(out var id))
            {
                ids.Add(id);
            }

            var payload = ids.Count > MostIds ? "*" : string.Join(',', ids);
            try
            {
                await using var command = database.CreateCommand("SELECT pg_notify($1, $2)");
                command.Parameters.Add(new() { Value = CasesTopic });
                command.Parameters.Add(new() { Value = payload });
                await command.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                // Open pages refresh every 30 s anyway.
                LogLost(logger, e, ids.Count);
            }

            await Task.Delay(50, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not announce {Count} changed cases")]
    private static partial void LogLost(ILogger logger, Exception e, int count);
}
