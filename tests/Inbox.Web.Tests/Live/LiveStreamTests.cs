using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using Inbox.Core.Access;
using Inbox.Core.Live;
using Inbox.Core.Notifications;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Live;

public sealed class LiveStreamTests(InboxApp app) : IClassFixture<InboxApp>
{
    private readonly CancellationToken _ct = new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token;

    [Fact]
    public async Task Stream_says_ready_first_and_then_what_changed()
    {
        await using var events = await OpenAsync();
        (await events.NextAsync()).EventType.ShouldBe("ready");

        app.Services.GetRequiredService<LiveNotifier>().Publish([7, 9]);

        var told = await events.FirstAsync("cases");
        told.Data.Split(',').ShouldBe(["7", "9"], ignoreOrder: true);
    }

    [Fact]
    public async Task Many_changes_become_one_call_to_look_again()
    {
        await using var events = await OpenAsync();
        await events.NextAsync();

        app.Services.GetRequiredService<LiveNotifier>().Publish(Enumerable.Range(1, 5000).Select(i => (long)i));

        (await events.FirstAsync("resync")).EventType.ShouldBe("resync");
    }

    [Fact]
    public async Task Notification_is_told_with_the_commit_of_its_writer_and_not_before()
    {
        var agent = await app.AddAgentAsync(Role.Agent);
        await using var events = await OpenAsync(agent);
        await events.NextAsync();

        await app.QueryAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(_ct);
            db.Notifications.Add(NotificationTo(agent));
            await db.SaveChangesAsync(_ct);
            (await TypesUntilCaseAsync(events, 41)).ShouldNotContain("notices");
            await transaction.CommitAsync(_ct);
            return 0;
        });

        await events.FirstAsync("notices");
    }

    [Fact]
    public async Task Notification_that_was_rolled_back_or_is_anothers_is_not_told()
    {
        var (agent, other) = (await app.AddAgentAsync(Role.Agent), await app.AddAgentAsync(Role.Agent));
        await using var events = await OpenAsync(agent);
        await events.NextAsync();

        await app.QueryAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(_ct);
            db.Notifications.Add(NotificationTo(agent));
            await db.SaveChangesAsync(_ct);
            await transaction.RollbackAsync(_ct);
            return 0;
        });
        await app.InsertAsync(NotificationTo(other));

        (await TypesUntilCaseAsync(events, 42)).ShouldNotContain("notices");
    }

    [Fact]
    public async Task Notification_that_was_read_elsewhere_or_deleted_is_told_too()
    {
        var agent = await app.AddAgentAsync(Role.Agent);
        await app.InsertAsync(NotificationTo(agent), NotificationTo(agent));
        await using var events = await OpenAsync(agent);
        await events.NextAsync();

        await app.QueryAsync(db => db.Notifications.Where(n => n.AgentId == agent.Id).ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, DateTimeOffset.UtcNow), _ct));
        await events.FirstAsync("notices");
        await app.QueryAsync(db => db.Notifications.Where(n => n.AgentId == agent.Id).ExecuteDeleteAsync(_ct));
        await events.FirstAsync("notices");
    }

    [Fact]
    public async Task Stream_is_closed_to_strangers() =>
        (await app.Visitor().GetAsync("/live", _ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

    private static Notification NotificationTo(Agent agent) => new() { Kind = NotificationKind.Assigned, AgentId = agent.Id, At = DateTimeOffset.UtcNow, Text = "Something" };

    /// <summary>Everything is told in the order of commits, so what was to come before this case has come.</summary>
    private async Task<List<string>> TypesUntilCaseAsync(Events events, long id)
    {
        app.Services.GetRequiredService<LiveNotifier>().Publish([id]);
        var types = new List<string>();
        while (true)
        {
            var item = await events.NextAsync();
            types.Add(item.EventType);
            if (item.EventType == "cases" && item.Data.Split(',').Contains(id.ToString(CultureInfo.InvariantCulture)))
            {
                return types;
            }
        }
    }

    private async Task<Events> OpenAsync(Agent? agent = null)
    {
        var browser = await (agent is null ? app.SignInAsync(Role.Agent) : app.SignInAsync(agent));
        var answer = await browser.GetAsync("/live", HttpCompletionOption.ResponseHeadersRead, _ct);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        answer.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        return new Events(await answer.Content.ReadAsStreamAsync(_ct), _ct);
    }

    private sealed class Events(Stream stream, CancellationToken ct) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SseItem<string>> _items = SseParser.Create(stream).EnumerateAsync(ct).GetAsyncEnumerator(ct);

        public async Task<SseItem<string>> NextAsync()
        {
            (await _items.MoveNextAsync()).ShouldBeTrue();
            return _items.Current;
        }

        /// <summary>The listener's own "resync" may come before, when it has only just connected.</summary>
        public async Task<SseItem<string>> FirstAsync(string type)
        {
            while (true)
            {
                if (await NextAsync() is { } item && item.EventType == type)
                {
                    return item;
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            // The reader first: its enumerator waits for it.
            await stream.DisposeAsync();
        }
    }
}
