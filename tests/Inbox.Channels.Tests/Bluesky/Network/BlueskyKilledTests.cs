using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Testing;
using Inbox.Testing.Social.Bluesky;
using Xunit.Abstractions;

namespace Inbox.Channels.Tests.Bluesky.Network;

/// <summary>The whole application as a process of its own beside the real network.</summary>
[Collection(BlueskyNetworkTests.Name)]
public sealed class BlueskyKilledTests(ITestOutputHelper output) : IAsyncLifetime
{
    private BlueskyNetwork _network = null!;
    private BlueskyPerson _ours = null!;
    private BlueskyPerson _ana = null!;
    private BlueskyLine _line = null!;
    private RunningInbox _inbox = null!;
    private RunningDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _network = await BlueskyNetwork.SharedAsync();
        await _network.ForgetLimitsAsync();
        (_ours, _ana) = (await _network.JoinAsync("acme"), await _network.JoinAsync("ana"));
        _line = await BlueskyLine.OpenAsync(_network.Service);
        _inbox = await RunningInbox.StartAsync();
        _database = await _inbox.OpenDatabaseAsync();
        await BlueskyDoor.OpenAsync(_database.Source, "sky", _line.Url, _ours, await _ours.AllowAsync("inbox"));
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _inbox.DisposeAsync();
        await _line.DisposeAsync();
    }

    [Fact]
    public async Task Mention_is_a_case_soon_after_its_notification()
    {
        await MentionAsync("It leaks");
        List<TimeSpan> took = [];
        foreach (var text in new[] { "One", "Two", "Three", "Four", "Five" })
        {
            var post = await _ana.PostAsync($"{text}, @{_ours.Handle}", _ours);
            await Eventually.IsAsync(async () => (await _ours.NoticesAsync()).Any(n => (string?)n.Notice["uri"] == post.Uri));
            var told = Stopwatch.GetTimestamp();
            await FiledAsync(post);
            took.Add(Stopwatch.GetElapsedTime(told));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"From the notification to the case: {string.Join(", ", took.Order().Select(t => $"{t.TotalMilliseconds:0}"))} ms."));
        (await CasesAsync()).ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task Killed_between_sending_and_saving_it_posts_no_second_time_and_loses_no_mention()
    {
        var asked = await MentionAsync("It leaks");
        var taken = _line.KeepBackAsync("com.atproto.repo.putRecord");
        await ReplyAsync(asked, "We look into it.");
        await taken;

        await _inbox.KillAsync();
        var meanwhile = await _ana.PostAsync($"Still leaks, @{_ours.Handle}", _ours);
        await _inbox.RestartAsync();

        await SentAsync();
        await FiledAsync(meanwhile);
        (await _ours.RecordsAsync()).ShouldHaveSingleItem();
        (await _database.CountAsync($"SELECT count(*) FROM messages WHERE external_id = '{asked.Uri}'")).ShouldBe(1);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_a_thread_it_goes_on_with_the_rest()
    {
        var asked = await MentionAsync("It leaks");
        string[] posts = [Words('a', 280), Words('b', 280), Words('c', 280)];
        var taken = _line.KeepBackAsync("com.atproto.repo.putRecord", after: 1);
        await ReplyAsync(asked, string.Join("\n\n", posts), asThread: true);
        await taken;
        await _inbox.KillAsync();
        (await _ours.RecordsAsync()).Count.ShouldBe(2);
        await _inbox.RestartAsync();

        await SentAsync();
        var records = (await _ours.RecordsAsync()).OrderBy(r => (string)r["value"]!["createdAt"]!, StringComparer.Ordinal).ToList();
        records.Select(r => (string)r["value"]!["text"]!).ShouldBe(posts);
        records.Select(r => (string?)r["value"]!["reply"]!["parent"]!["uri"]).ShouldBe([asked.Uri, .. records.SkipLast(1).Select(r => (string?)r["uri"])]);
    }

    private static string Words(char letter, int length) => string.Join(' ', Enumerable.Repeat(new string(letter, 6), length / 7));

    /// <summary>The leases of the node that died, on the answer and perhaps on the door, would run for two minutes.</summary>
    private async Task SentAsync()
    {
        await _database.ExecuteAsync("UPDATE outbound_deliveries SET lease_until = now() WHERE state = 'Sending'; UPDATE channels SET lease_until = NULL");
        await Eventually.IsAsync(async () => await _database.CountAsync("SELECT count(*) FROM outbound_deliveries WHERE state = 'Sent' AND channel_id = (SELECT id FROM channels WHERE key = 'sky')") == 1);
    }

    /// <summary>Ana mentions us, and the case is there.</summary>
    private async Task<BlueskyPostName> MentionAsync(string text)
    {
        var post = await _ana.PostAsync($"{text}, @{_ours.Handle}", _ours);
        await FiledAsync(post);
        return post;
    }

    private Task FiledAsync(BlueskyPostName post) =>
        Eventually.IsAsync(async () => await _database.CountAsync($"SELECT count(*) FROM messages WHERE external_id = '{post.Uri}' AND case_id IS NOT NULL") == 1);

    private Task<long> CasesAsync() => _database.CountAsync("SELECT count(DISTINCT case_id) FROM messages WHERE channel_id = (SELECT id FROM channels WHERE key = 'sky')");

    private async Task ReplyAsync(BlueskyPostName asked, string text, bool asThread = false)
    {
        var number = await _database.CountAsync($"SELECT case_id FROM messages WHERE external_id = '{asked.Uri}'");
        using var client = new HttpClient { BaseAddress = _inbox.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await _inbox.RunVerbAsync("token", "create", "--name", "test", "--role", "Admin"));
        var reply = new JsonObject { ["text"] = text, ["asThread"] = asThread };
        using var answer = await client.PostAsJsonAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"/api/v1/cases/C-{number}/replies"), UriKind.Relative), reply, JsonSerializerOptions.Web);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }
}
