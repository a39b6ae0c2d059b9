using System.Diagnostics;
using System.Globalization;
using Inbox.Core.Channels;
using Inbox.Core.Intake;
using Inbox.Core.Live;
using Inbox.Testing;
using Inbox.Testing.Social;
using Npgsql;

namespace Inbox.Benchmarks;

/// <summary>
/// Hands the same conversations to the running application in three orders, a new database each, and compares: everybody who
/// speaks in a conversation has one case there, none is torn, none mixed. Prints how many posts are filed in a second.
/// </summary>
internal static class ConversationOrder
{
    private const int Batch = 500;

    public static async Task<int> RunAsync(int threads)
    {
        var posts = ThreadedPosts.Make(threads, seed: 20);
        var wanted = Whole(posts.ToDictionary(p => p.Uri, p => $"{p.Thread} {p.Author}", StringComparer.Ordinal));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{posts.Count} posts in {threads} conversations, {wanted.Count} cases expected"));
        var shuffled = posts.ToArray();
        new Random(4).Shuffle(shuffled);
        var right = true;
        foreach (var (order, ordered) in ((string, IEnumerable<ThreadedPost>)[])[("file", posts), ("time", posts.OrderBy(p => p.At)), ("shuffled", shuffled)])
        {
            right &= await FileAsync(order, [.. ordered], wanted);
        }

        return right ? 0 : 1;
    }

    private static async Task<bool> FileAsync(string order, IReadOnlyList<ThreadedPost> posts, HashSet<string> wanted)
    {
        await using var inbox = await RunningInbox.StartAsync();
        await using var database = await inbox.OpenDatabaseAsync();
        var door = (await database.ListAsync<long>(
            $"""
            INSERT INTO channels (key, name, kind, department_id, address, settings, enabled, reopen_days, join_open_case, attachment_megabytes, sends_notices, next_poll_at, revision)
            SELECT 'conversations', 'Conversations', 'bluesky', min(id), '{ThreadedPosts.Account}', jsonb_build_object(), true, 14, false, 20, false, 'infinity', 0 FROM departments RETURNING id
            """))[0];
        await database.ExecuteAsync($"NOTIFY {LiveNotifier.SettingsTopic}");
        var items = new List<InboundItem>();
        foreach (var post in posts)
        {
            items.Add(new InboundItem(door, new RawIdentity(post.Uri, System.Security.Cryptography.SHA256.HashData(post.Raw)), post.Raw, "application/json"));
        }

        var began = Stopwatch.GetTimestamp();
        foreach (var some in items.Chunk(Batch))
        {
            await using var connection = await database.Source.OpenConnectionAsync();
            await InboundInsert.InsertAsync(connection, some, DateTimeOffset.UtcNow, CancellationToken.None, inOrder: true);
        }

        await FiledAsync(database.Source);
        var took = Stopwatch.GetElapsedTime(began);
        var cases = (await database.ListAsync<string>($"SELECT external_id || ' ' || coalesce(case_id, 0) FROM messages WHERE channel_id = {door}")).ToDictionary(r => r.Split(' ')[0], r => r.Split(' ')[1], StringComparer.Ordinal);
        var found = Whole(cases);
        var rest = await database.ListAsync<long>($"SELECT count(*) FROM inbound_deliveries WHERE channel_id = {door} AND state <> 'Filed'");
        var right = found.SetEquals(wanted) && cases.Count == posts.Count && rest[0] == 0;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{order,-9} {posts.Count / took.TotalSeconds,6:0} posts filed/s; {cases.Count} filed, {rest[0]} not, {found.Count} cases, {found.Except(wanted).Count()} of them torn or mixed: {(right ? "right" : "WRONG")}"));
        return right;
    }

    private static async Task FiledAsync(NpgsqlDataSource database)
    {
        while (true)
        {
            await using var command = database.CreateCommand("SELECT count(*) FROM inbound_deliveries WHERE state = 'Pending'");
            if ((long)(await command.ExecuteScalarAsync())! == 0)
            {
                return;
            }

            await Task.Delay(100);
        }
    }

    /// <summary>The groups of posts, each as the sorted list of its posts.</summary>
    private static HashSet<string> Whole(Dictionary<string, string> groups) =>
        [.. groups.GroupBy(g => g.Value, StringComparer.Ordinal).Select(g => string.Join(' ', g.Select(p => p.Key).Order(StringComparer.Ordinal)))];
}
