using System.Net;
using System.Net.ServerSentEvents;
using Inbox.Core.Access;
using Inbox.Core.Live;
using Inbox.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Live;

public sealed class LiveStreamTests(InboxApp app) : IClassFixture<InboxApp>
{
    private readonly CancellationToken _ct = new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

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
    public async Task Stream_is_closed_to_strangers() =>
        (await app.Visitor().GetAsync("/live", _ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

    private async Task<Events> OpenAsync()
    {
        var browser = await app.SignInAsync(Role.Agent);
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
