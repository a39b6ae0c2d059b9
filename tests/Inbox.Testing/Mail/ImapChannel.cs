using System.Text.Json;
using Npgsql;

namespace Inbox.Testing.Mail;

/// <summary>Points a channel of a running application to a mailbox of the tests' server, as an administrator does on its page.</summary>
public static class ImapChannel
{
    public static async Task ConnectAsync(NpgsqlDataSource database, string channelKey, MailServer server, string mailbox, string after = "leave")
    {
        var settings = JsonSerializer.Serialize(new
        {
            imapHost = server.Host, imapPort = server.ImapPort, imapSecurity = "none", imapUser = mailbox, imapPassword = server.Password,
            imapFolder = "INBOX", imapAfter = after, imapMoveTo = "Filed", imapDays = 30,
        });
        await using var update = database.CreateCommand("UPDATE channels SET settings = $1::jsonb, revision = revision + 1 WHERE key = $2");
        update.Parameters.Add(new() { Value = settings });
        update.Parameters.Add(new() { Value = channelKey });
        if (await update.ExecuteNonQueryAsync() != 1)
            throw new InvalidOperationException($"There is no channel {channelKey}.");
        await using var notify = database.CreateCommand("SELECT pg_notify('inbox_settings', '')");
        await notify.ExecuteNonQueryAsync();
    }
}
