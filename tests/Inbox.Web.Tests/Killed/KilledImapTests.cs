using System.Globalization;
using System.Text;
using Inbox.Testing;
using Inbox.Testing.Mail;

namespace Inbox.Web.Tests.Killed;

/// <summary>The built application, killed while it fetches a mailbox.</summary>
public sealed class KilledImapTests
{
    private const int All = 1000;
    private const string Box = "support@inbox.test";
    private const string Ours = "FROM messages WHERE external_id LIKE 'imap-killed.%'";

    [Fact]
    public async Task Mailbox_is_filed_exactly_once_and_moved_though_the_process_is_killed_three_times()
    {
        await using var server = await MailServer.StartAsync([Box], default);
        await server.PutAsync(Box, Enumerable.Range(0, All).Select(Mail), default);
        await using var inbox = await RunningInbox.StartAsync();
        await using var database = await inbox.OpenDatabaseAsync();
        await ImapChannel.ConnectAsync(database.Source, "support", server, Box, after: "move");

        foreach (var share in new[] { 1, All / 3, All * 2 / 3 })
        {
            await Eventually.IsAsync(async () => await database.CountAsync("SELECT count(*) FROM remote_items r JOIN inbound_deliveries d ON d.id = r.delivery_id") >= share
                || await database.CountAsync($"SELECT count(*) {Ours}") >= share, TimeSpan.FromMinutes(2));
            await inbox.KillAndRestartAsync();
        }

        await Eventually.IsAsync(async () => await database.CountAsync($"SELECT count(*) {Ours}") >= All, TimeSpan.FromMinutes(4));
        await Eventually.IsAsync(() => Task.FromResult(server.Files(Box, "Filed").Count == All), TimeSpan.FromMinutes(2));

        (await database.CountAsync($"SELECT count(*) {Ours}")).ShouldBe(All);
        (await database.CountAsync($"SELECT count(DISTINCT external_id) {Ours}")).ShouldBe(All);

        // A move shows at its end before the server takes the mails out of where they were.
        await Eventually.IsAsync(() => Task.FromResult(server.Files(Box).Count == 0));
        await Eventually.IsAsync(async () => await database.CountAsync("SELECT count(*) FROM remote_items") == 0);
    }

    private static byte[] Mail(int number) => Encoding.UTF8.GetBytes(Mails.Of(
        from: $"Person {number} <p{number}@mail.example>", id: string.Create(CultureInfo.InvariantCulture, $"imap-killed.{number}@mail.example")));
}
