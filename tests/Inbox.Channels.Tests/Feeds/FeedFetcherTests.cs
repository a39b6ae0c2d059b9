using System.Globalization;
using System.Text;
using Inbox.Channels.Feeds;
using Inbox.Channels.Http;
using Inbox.Channels.Tests.Http;
using Microsoft.AspNetCore.Http;

namespace Inbox.Channels.Tests.Feeds;

public class FeedFetcherTests
{
    [Fact]
    public async Task Document_comes_with_its_validators_as_received()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.Headers.ETag = "W/\"a b\"";
            context.Response.Headers.LastModified = "Tue, 5 Mar 2024 08:00:00 +0000";
            context.Response.Headers.CacheControl = "public, max-age=600";
            context.Response.ContentType = "application/rss+xml; charset=latin1";
            return context.Response.WriteAsync("<rss/>");
        });

        var content = (await FetchAsync(server.At("feed"))).ShouldBeOfType<FeedFetch.Content>();

        Encoding.UTF8.GetString(content.Body).ShouldBe("<rss/>");
        content.ETag.ShouldBe("W/\"a b\"");
        content.LastModified.ShouldBe("Tue, 5 Mar 2024 08:00:00 +0000");
        content.ContentType.ShouldBe("application/rss+xml; charset=latin1");
        content.FreshFor.ShouldBe(TimeSpan.FromMinutes(10));
        content.MovedTo.ShouldBeNull();
    }

    [Fact]
    public async Task Validators_are_sent_back_byte_for_byte_and_304_is_no_news()
    {
        await using var server = await StubServer.StartAsync(Status(304));

        var fetch = await FetchAsync(server.At("feed"), "not even quoted ü", "Yesterday, at noon");

        fetch.ShouldBeOfType<FeedFetch.NotModified>();
        server.Requests[0].Headers["If-None-Match"].ShouldBe("not even quoted ü");
        server.Requests[0].Headers["If-Modified-Since"].ShouldBe("Yesterday, at noon");
    }

    [Theory]
    [InlineData(301, true)]
    [InlineData(308, true)]
    [InlineData(302, false)]
    [InlineData(307, false)]
    public async Task New_address_is_reported_only_for_a_permanent_move(int status, bool moved)
    {
        await using var server = await StubServer.StartAsync(context =>
            context.Request.Path == "/new" ? context.Response.WriteAsync("<rss/>") : Status(status, ("Location", "/new"))(context));

        var content = (await FetchAsync(server.At("old"))).ShouldBeOfType<FeedFetch.Content>();

        content.MovedTo.ShouldBe(moved ? server.At("new") : null);
        content.Address.ShouldBe(server.At("new"));
    }

    [Fact]
    public async Task Permanent_move_behind_a_temporary_one_is_not_stored()
    {
        await using var server = await StubServer.StartAsync(context => context.Request.Path.Value switch
        {
            "/old" => Status(302, ("Location", "/between"))(context),
            "/between" => Status(301, ("Location", "/new"))(context),
            _ => context.Response.WriteAsync("<rss/>"),
        });

        (await FetchAsync(server.At("old"))).ShouldBeOfType<FeedFetch.Content>().MovedTo.ShouldBeNull();
    }

    [Fact]
    public async Task Gone_feed_stops()
    {
        await using var server = await StubServer.StartAsync(Status(410));
        (await FetchAsync(server.Address)).ShouldBeOfType<FeedFetch.Gone>();
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "7", 7)]
    [InlineData(503, "-5", 300)]
    [InlineData(500, null, 300)]
    [InlineData(429, null, 900)]
    [InlineData(503, "99999999", 86400)]
    public async Task Busy_server_is_left_alone_for_as_long_as_it_says(int status, string? retryAfter, int seconds)
    {
        await using var server = await StubServer.StartAsync(Status(status, ("Retry-After", retryAfter)));
        (await FetchAsync(server.Address)).ShouldBeOfType<FeedFetch.RetryLater>().After.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task Retry_after_a_date_counts_from_now()
    {
        var until = TimeProvider.System.GetUtcNow().AddHours(1).ToString("R", CultureInfo.InvariantCulture);
        await using var server = await StubServer.StartAsync(Status(503, ("Retry-After", until)));

        var after = (await FetchAsync(server.Address)).ShouldBeOfType<FeedFetch.RetryLater>().After;

        after.ShouldBeInRange(TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(60));
    }

    [Theory]
    [InlineData(401, "The server does not let us read this address (401).")]
    [InlineData(404, "There is nothing at this address (404).")]
    [InlineData(204, "The server answers 204 No Content.")]
    public async Task Other_answer_is_a_failure_in_plain_words(int status, string reason)
    {
        await using var server = await StubServer.StartAsync(Status(status));
        (await FetchAsync(server.Address)).ShouldBe(new FeedFetch.Failed(reason));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Document_that_is_too_large_is_not_read(bool announced)
    {
        await using var server = await StubServer.StartAsync(async context =>
        {
            context.Response.ContentLength = announced ? FeedFetcher.MaxBytes + 1 : null;
            var chunk = new byte[64 * 1024];
            for (var sent = 0; sent <= FeedFetcher.MaxBytes && !context.RequestAborted.IsCancellationRequested; sent += chunk.Length)
            {
                await context.Response.Body.WriteAsync(chunk.AsMemory(0, Math.Min(chunk.Length, FeedFetcher.MaxBytes + 1 - sent)));
            }
        });

        (await FetchAsync(server.Address)).ShouldBe(new FeedFetch.Failed("The document is larger than 5 MB."));
    }

    [Fact]
    public async Task Small_download_that_unpacks_to_too_much_is_not_read()
    {
        await using var server = await StubServer.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new System.IO.Compression.GZipStream(context.Response.Body, System.IO.Compression.CompressionLevel.Fastest);
            await packed.WriteAsync(new byte[FeedFetcher.MaxBytes + 1]);
        });

        (await FetchAsync(server.Address)).ShouldBe(new FeedFetch.Failed("The document is larger than 5 MB."));
    }

    [Fact]
    public async Task Server_that_trickles_is_given_up()
    {
        await using var server = await StubServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("<rss>");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        var fetch = await FetchAsync(server.Address, timeLimit: TimeSpan.FromMilliseconds(300));

        fetch.ShouldBeOfType<FeedFetch.Failed>().Reason.ShouldStartWith("The server did not answer in full within");
    }

    [Fact]
    public async Task Cancellation_by_the_caller_is_not_turned_into_a_failure()
    {
        await using var server = await StubServer.StartAsync(Status(200));
        await Should.ThrowAsync<OperationCanceledException>(() => FetchAsync(server.Address, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Refused_and_unreachable_addresses_are_failures_in_plain_words()
    {
        using var guarded = new HttpClient(new GuardedHttpHandler(new GuardedConnection(new GuardPolicy(allowPrivateNetworks: false, listed: ""))));
        var refused = await new FeedFetcher(guarded, TimeProvider.System).FetchAsync(new Uri("http://10.0.0.5/feed"), null, null, CancellationToken.None);
        Uri closed;
        await using (var server = await StubServer.StartAsync(Status(200)))
        {
            closed = server.Address;
        }

        refused.ShouldBe(new FeedFetch.Failed("Inbox refuses to fetch from a private address: 10.0.0.5."));
        (await FetchAsync(closed)).ShouldBe(new FeedFetch.Failed($"The server {closed.Authority} cannot be reached."));
    }

    private static async Task<FeedFetch> FetchAsync(
        Uri address, string? etag = null, string? lastModified = null, TimeSpan? timeLimit = null, CancellationToken cancellationToken = default)
    {
        using var client = new HttpClient(new GuardedHttpHandler(new GuardedConnection(new GuardPolicy(allowPrivateNetworks: true, listed: ""))));
        return await new FeedFetcher(client, TimeProvider.System, timeLimit).FetchAsync(address, etag, lastModified, cancellationToken);
    }

    private static RequestDelegate Status(int status, params (string Name, string? Value)[] headers) => context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers.Where(h => h.Value is not null))
        {
            context.Response.Headers[name] = value;
        }

        return Task.CompletedTask;
    };
}
