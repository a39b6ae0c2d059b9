using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Intake;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Channels;

/// <summary>A blog on the way from its server to mentions and cases, by the workers themselves.</summary>
public sealed class PollWorkerTests : IAsyncLifetime
{
    private Company _company = null!;
    private HttpStub _blog = null!;
    private string _post = "The Acme kettle leaks.";

    public async Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowPrivateNetworks", "true")]).Build();
        _company = await Company.OpenAsync(configure: services => services.AddSingleton<IConfiguration>(configuration));
        _blog = await HttpStub.StartAsync();
        _blog.On(HttpMethod.Get, "/feed", Answer);
    }

    public async Task DisposeAsync()
    {
        await _company.DisposeAsync();
        await _blog.DisposeAsync();
    }

    [Fact]
    public async Task Posts_with_a_watch_word_become_mentions_without_a_case()
    {
        await WatchAsync("""{"watchWords":["acme"],"audience":9000}""");
        await RunAsync();

        var mention = (await WaitForAsync(messages => messages.Count == 1)).Single();

        mention.CaseId.ShouldBeNull();
        (mention.Visibility, mention.Reach, mention.MatchedWord, mention.Url).ShouldBe((Visibility.Public, 9000, "acme", "https://blog.example/kettle"));
        mention.Text.ShouldBe("The Acme kettle leaks.");
        (await _company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Feed_that_opens_cases_opens_one_and_asks_conditionally_from_then_on()
    {
        var channel = await WatchAsync("""{"watchWords":["acme"],"opensCase":true}""");
        await RunAsync();
        var mention = (await WaitForAsync(messages => messages is [{ CaseId: not null }])).Single();
        (await _company.CaseAsync(mention.CaseId!.Value)).Visibility.ShouldBe(Visibility.Public);

        _company.Clock.Advance(TimeSpan.FromMinutes(16));
        await Eventually.IsAsync(async () => (await _company.DbAsync(db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == channel.Id))).LastPolledAt >= _company.Clock.GetUtcNow().AddMinutes(-1));

        _blog.Requests.Count.ShouldBe(2);
        _blog.Requests[0].Headers.ContainsKey("If-None-Match").ShouldBeFalse();
        _blog.Requests[1].Headers["If-None-Match"].ShouldBe(Tag);
        (await _company.DbAsync(db => db.InboundDeliveries.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Edit_changes_the_stored_post_and_starts_nothing()
    {
        await WatchAsync("""{"opensCase":true}""");
        await RunAsync();
        var before = (await WaitForAsync(messages => messages is [{ CaseId: not null }, ..])).Single();
        var caseId = before.CaseId!.Value;
        await _company.DbAsync(db => db.Cases.Where(c => c.Id == caseId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, CaseStatus.Waiting)));

        _post = "The Acme kettle leaks no more.";
        _company.Clock.Advance(TimeSpan.FromMinutes(16));
        var after = (await WaitForAsync(messages => messages.Exists(m => m.Text.Contains("no more", StringComparison.Ordinal)))).ShouldHaveSingleItem();

        (after.Id, after.CaseId, after.PostedAt).ShouldBe((before.Id, before.CaseId, before.PostedAt));
        after.ReplyText.ShouldBe("The Acme kettle leaks no more.");
        after.Version.ShouldNotBe(before.Version);
        var edited = await _company.CaseAsync(caseId);
        (edited.Status, edited.MessageCount).ShouldBe((CaseStatus.Waiting, 1));
        (await _company.ClocksAsync(caseId, SlaMetric.NextReply)).ShouldBeEmpty();
        (await _company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1);
        (await _company.DbAsync(db => db.Events.CountAsync(e => e.CaseId == caseId && e.Kind == CaseEventKind.Edited))).ShouldBe(1);
        (await _company.DbAsync(db => db.InboundDeliveries.Select(d => new { d.State, d.MessageId }).Distinct().ToListAsync()))
            .ShouldHaveSingleItem().ShouldBe(new { State = InboundState.Filed, MessageId = (long?)before.Id });
    }

    [Fact]
    public async Task Edit_of_a_mention_opens_no_case_and_is_found_by_its_new_words()
    {
        await WatchAsync("{}");
        await RunAsync();
        var mention = (await WaitForAsync(messages => messages.Count == 1)).Single();
        await _company.DbAsync(db => db.Database.ExecuteSqlAsync($"INSERT INTO message_search (message_id, words) VALUES ({mention.Id}, to_tsvector('simple', 'kettle'))"));

        _post = "The Acme toaster leaks.";
        _company.Clock.Advance(TimeSpan.FromMinutes(16));
        await WaitForAsync(messages => messages is [{ Text: "The Acme toaster leaks." }]);

        (await _company.DbAsync(db => db.Database.SqlQuery<long>($"SELECT message_id AS \"Value\" FROM message_search WHERE words @@ to_tsquery('simple', 'toaster')").ToListAsync())).ShouldBe([mention.Id]);
        (await _company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Feed_that_fails_says_why_and_waits()
    {
        _blog.On(HttpMethod.Get, "/feed", _ => Results.StatusCode(500));
        var channel = await WatchAsync("{}");
        await RunAsync();

        Channel? asked = null;
        await Eventually.IsAsync(async () => (asked = await _company.DbAsync(db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == channel.Id))).Problem is not null);

        asked!.NextPollAt.ShouldBeGreaterThan(_company.Clock.GetUtcNow().AddMinutes(14));
        asked.LeaseUntil.ShouldBeNull();
        asked.Enabled.ShouldBeTrue();
    }

    private string Tag => $"\"{_post.Length}\"";

    private IResult Answer(HttpStub.Request request) => request.Headers.GetValueOrDefault("If-None-Match") == Tag
        ? Results.StatusCode(304)
        : new Tagged(Tag, $"""
            <rss><channel><title>Kitchen Notes</title><link>https://blog.example/</link>
            <item><guid>1</guid><link>https://blog.example/kettle</link><title>Kitchen</title><pubDate>Mon, 2 Nov 2026 08:00:00 GMT</pubDate><description>{_post}</description></item>
            <item><guid>2</guid><link>https://blog.example/old</link><title>Years ago</title><pubDate>Mon, 2 Nov 2020 08:00:00 GMT</pubDate><description>Acme</description></item>
            </channel></rss>
            """);

    private async Task<Channel> WatchAsync(string settings)
    {
        Channel? channel = null;
        await _company.SetAsync(db =>
        {
            channel = db.Channels.Add(new Channel
            {
                Key = "kitchen",
                Name = "Kitchen Notes",
                Kind = "feed",
                DepartmentId = _company.Support.Id,
                Address = new Uri(_blog.Url, "feed").AbsoluteUri,
                Settings = settings,
                NextPollAt = _company.Clock.GetUtcNow(),
            }).Entity;
            return Task.CompletedTask;
        });
        return channel!;
    }

    private async Task RunAsync()
    {
        await _company.RunAsync<PollWorker>();
        await _company.RunAsync<IntakeWorker>();
    }

    private async Task<List<Message>> WaitForAsync(Predicate<List<Message>> holds)
    {
        var messages = new List<Message>();
        await Eventually.IsAsync(async () => holds(messages = await _company.DbAsync(db => db.Messages.AsNoTracking().ToListAsync())));
        return messages;
    }

    private sealed class Tagged(string tag, string body) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ETag = tag;
            return httpContext.Response.WriteAsync(body);
        }
    }
}
