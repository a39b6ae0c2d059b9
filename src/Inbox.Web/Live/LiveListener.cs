using Inbox.Core;
using Inbox.Core.Live;
using Npgsql;

namespace Inbox.Web.Live;

/// <summary>One LISTEN connection a node. Notifications are hints: after a gap everything is looked at again.</summary>
internal sealed partial class LiveListener(NpgsqlDataSource database, LiveHub hub, Rulebook rulebook, ILogger<LiveListener> logger) : BackgroundService
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                LogLost(logger, e.Message);
            }

            await Task.Delay(Pause, stoppingToken);
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = await database.OpenConnectionAsync(stoppingToken);
        connection.Notification += (_, heard) => Hear(heard.Channel, heard.Payload);
        await ExecuteAsync(connection, $"LISTEN {LiveNotifier.CasesTopic}; LISTEN {LiveNotifier.AgentsTopic}; LISTEN {LiveNotifier.SettingsTopic}", stoppingToken);

        // What happened before we listened, or while we could not, we have not heard.
        rulebook.Forget();
        hub.Resync();
        while (true)
        {
            if (!await connection.WaitAsync(Silence, stoppingToken))
            {
                // A connection that a firewall dropped says nothing for ever; asking shows it.
                await ExecuteAsync(connection, "SELECT 1", stoppingToken);
            }
        }
    }

    private void Hear(string topic, string payload)
    {
        switch (topic)
        {
            case LiveNotifier.SettingsTopic:
                rulebook.Forget();
                break;
            case LiveNotifier.AgentsTopic:
                hub.PublishNotices(payload);
                break;
            default:
                hub.Publish(payload);
                break;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live updates lost their connection and try again: {Reason}")]
    private static partial void LogLost(ILogger logger, string reason);
}
