using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Inbox.Testing;
using Npgsql;

namespace Inbox.Benchmarks;

/// <summary>Feeds distinct mails by HTTP and prints how fast they are accepted and filed. With kills it checks that each is filed exactly once.</summary>
internal static class IntakeRate
{
    private const int WarmUp = 5_000;

    public static async Task<int> RunAsync(int mails, int clients, int kills)
    {
        await using var inbox = await RunningInbox.StartAsync();
        await using var server = await inbox.OpenDatabaseAsync();
        var database = server.Source;
        var token = await inbox.RunVerbAsync("token", "create", "--name", "benchmark", "--role", "Admin");
        var run = Guid.NewGuid().ToString("N");
        var before = await CountAsync(database, "SELECT count(*) FROM messages");
        var accepted = new ConcurrentDictionary<int, long>();
        var milliseconds = new ConcurrentBag<double>();
        var next = -1;
        var end = WarmUp;

        // The first mails pay for the compiler; they are checked but not timed.
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(() => FeedAsync(inbox.Address, token))));
        await FiledAsync(database);
        next = WarmUp - 1;
        end = WarmUp + mails;
        milliseconds.Clear();
        var busy = inbox.ProcessorTime();
        var started = Stopwatch.GetTimestamp();
        var feeding = Enumerable.Range(0, clients).Select(_ => Task.Run(() => FeedAsync(inbox.Address, token))).ToArray();
        for (var kill = 1; kill <= kills; kill++)
        {
            while (accepted.Count < WarmUp + (mails / (kills + 1) * kill))
            {
                await Task.Delay(20);
            }

            Console.WriteLine($"kill -9 after {accepted.Count} accepted mails");
            await inbox.KillAndRestartAsync();
        }

        await Task.WhenAll(feeding);
        var acceptTime = Stopwatch.GetElapsedTime(started);
        await FiledAsync(database);
        var fileTime = Stopwatch.GetElapsedTime(started);
        var (resident, peak) = inbox.Memory();
        var sorted = milliseconds.Order().ToArray();
        Console.WriteLine($"accepted {mails / acceptTime.TotalSeconds:F0}/s, filed {mails / fileTime.TotalSeconds:F0}/s ({mails} mails after {WarmUp} to warm up, {clients} clients)");
        if (kills == 0)
        {
            Console.WriteLine($"processor time of Inbox {(inbox.ProcessorTime() - busy).TotalMilliseconds / mails:F2} ms a mail");
        }

        Console.WriteLine($"answer p50 {At(sorted, 50):F1} ms, p95 {At(sorted, 95):F1} ms, p99 {At(sorted, 99):F1} ms; memory {resident} MB, at most {peak} MB");
        return await CheckAsync(database, accepted, before);

        async Task FeedAsync(Uri address, string bearer)
        {
            using var client = new HttpClient { BaseAddress = address };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            for (var number = Interlocked.Increment(ref next); number < end; number = Interlocked.Increment(ref next))
            {
                var mail = MailFlood.Mail(number, run);
                while (await TryPostAsync(client, mail) is var delivery)
                {
                    if (delivery is { } id)
                    {
                        accepted[number] = id;
                        break;
                    }

                    // As a mail server does: not accepted, so it is handed in again.
                    await Task.Delay(100);
                }
            }
        }

        async Task<long?> TryPostAsync(HttpClient client, byte[] mail)
        {
            var at = Stopwatch.GetTimestamp();
            try
            {
                using var content = new ByteArrayContent(mail) { Headers = { ContentType = new MediaTypeHeaderValue("message/rfc822") } };
                using var response = await client.PostAsync(new Uri("/api/v1/channels/support/mail", UriKind.Relative), content);
                if (response.StatusCode != HttpStatusCode.Accepted)
                {
                    throw new InvalidOperationException($"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
                }

                milliseconds.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
                return (await response.Content.ReadFromJsonAsync<Receipt>())!.Delivery;
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }
    }

    private static async Task FiledAsync(NpgsqlDataSource database)
    {
        while (await CountAsync(database, "SELECT count(*) FROM inbound_deliveries WHERE state = 'Pending'") > 0)
        {
            await Task.Delay(50);
        }
    }

    private static async Task<int> CheckAsync(NpgsqlDataSource database, ConcurrentDictionary<int, long> accepted, long before)
    {
        var messages = await CountAsync(database, "SELECT count(*) FROM messages") - before;
        var twice = await CountAsync(database, "SELECT count(*) FROM (SELECT 1 FROM messages WHERE delivery_id IS NOT NULL GROUP BY delivery_id HAVING count(*) > 1) AS t");
        var states = await CountAsync(database, "SELECT count(*) FROM inbound_deliveries WHERE state <> 'Filed'");
        var distinct = accepted.Values.Distinct().Count();
        var right = messages == accepted.Count && distinct == accepted.Count && twice == 0 && states == 0;
        Console.WriteLine($"{messages} messages for {accepted.Count} accepted mails, {twice} filed twice, {states} not filed: {(right ? "right" : "WRONG")}");
        return right ? 0 : 1;
    }

    private static double At(double[] sorted, int percent) => sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        try
        {
            await using var command = database.CreateCommand(sql);
            return (long)(await command.ExecuteScalarAsync())!;
        }
        catch (NpgsqlException)
        {
            // The server comes back with the application; until then nothing is known.
            return long.MaxValue;
        }
    }

    private sealed record Receipt(long Delivery, bool Duplicate);
}
