using System.Text.Json;
using Npgsql;

namespace Inbox.Testing.Social.Bluesky;

/// <summary>Opens a channel of a running application to an account of the tests' network, as an administrator does on its page.</summary>
public static class BlueskyDoor
{
    public static async Task OpenAsync(NpgsqlDataSource database, string key, Uri service, BlueskyPerson ours, string appPassword)
    {
        var door = JsonSerializer.Serialize(new
        {
            id = 9_000, key, name = "Sky", kind = "bluesky", address = "@" + ours.Handle, next_poll_at = DateTimeOffset.UtcNow,
            settings = new { service, appPassword, pollSeconds = 1 }, enabled = true, sends_notices = false,
        });
        // As the mail door is, but for what makes it one of Bluesky.
        await using var insert = database.CreateCommand(
            "INSERT INTO channels SELECT (jsonb_populate_record(c, $1::jsonb)).* FROM channels c WHERE c.key = 'support'");
        insert.Parameters.Add(new() { Value = door });
        if (await insert.ExecuteNonQueryAsync() != 1)
            throw new InvalidOperationException("There is no channel 'support' to take the rest from.");
        await using var notify = database.CreateCommand("SELECT pg_notify('inbox_settings', '')");
        await notify.ExecuteNonQueryAsync();
    }
}
