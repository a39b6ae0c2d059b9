using System.Diagnostics;
using System.Globalization;
using System.Text;
using Inbox.Testing;
using Inbox.Testing.Mail;

namespace Inbox.Benchmarks;

/// <summary>A full mailbox fetched by the running application, which is killed on the way; then how soon a new mail is filed.</summary>
internal static class ImapKill
{
    private const string Box = "support@inbox.test";
    private const int Pushed = 20;

    public static async Task<int> RunAsync(int mails, int kills)
    {
        await using var server = await MailServer.StartAsync([Box], CancellationToken.None);
        await server.PutAsync(Box, Enumerable.Range(0, mails).Select(i => Mail("bulk", i)), CancellationToken.None);
        await using var inbox = await RunningInbox.StartAsync();
        await using var database = await inbox.OpenDatabaseAsync();
        var started = Stopwatch.GetTimestamp();
        await ImapChannel.ConnectAsync(database.Source, "support", server, Box, after: "move");
        for (var i = 1; i <= kills; i++)
        {
            var share = mails * i / (kills + 1);
            await Eventually.IsAsync(async () => await FiledAsync("bulk") >= share, TimeSpan.FromMinutes(10));
            var before = await FiledAsync("bulk");
            Console.WriteLine($"kill -9 after {before} filed mails");
            await inbox.KillAndRestartAsync();
        }

        await Eventually.IsAsync(async () => await FiledAsync("bulk") >= mails, TimeSpan.FromMinutes(10));
        var filed = Stopwatch.GetElapsedTime(started);
        await Eventually.IsAsync(() => Task.FromResult(server.Files(Box, "Filed").Count == mails && server.Files(Box).Count == 0), TimeSpan.FromMinutes(5));
        var (rows, distinct) = (await FiledAsync("bulk"), await database.CountAsync("SELECT count(DISTINCT external_id) FROM messages WHERE external_id LIKE 'bulk.%'"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{mails} mails filed in {filed.TotalSeconds:0.0} s with {kills} kills and restarts, moved after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s; {rows} messages, {distinct} different; {inbox.Memory().Resident} MB"));

        var waits = new List<double>();
        for (var i = 0; i < Pushed; i++)
        {
            await server.PutAsync(Box, [Mail("push", i)], CancellationToken.None);
            var laid = Stopwatch.GetTimestamp();
            while (await FiledAsync("push") <= i)
            {
                await Task.Delay(2);
            }

            waits.Add(Stopwatch.GetElapsedTime(laid).TotalMilliseconds);
        }

        waits.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a new mail, from the mailbox to its case: p50 {waits[Pushed / 2]:0} ms, highest {waits[^1]:0} ms"));
        return rows == mails && distinct == mails ? 0 : 1;

        Task<long> FiledAsync(string prefix) => database.CountAsync($"SELECT count(*) FROM messages WHERE external_id LIKE '{prefix}.%'");
    }

    private static byte[] Mail(string prefix, int number) => Encoding.UTF8.GetBytes(Mails.Of(
        from: string.Create(CultureInfo.InvariantCulture, $"Person {number} <{prefix}{number}@mail.example>"), id: string.Create(CultureInfo.InvariantCulture, $"{prefix}.{number}@mail.example")));
}
