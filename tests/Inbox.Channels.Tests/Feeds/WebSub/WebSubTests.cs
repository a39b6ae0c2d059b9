using Inbox.Channels.Feeds;
using Inbox.Channels.Feeds.WebSub;

namespace Inbox.Channels.Tests.Feeds.WebSub;

public sealed class WebSubTests : IAsyncLifetime
{
    private const string News = "<rss><channel><title>Notes</title><item><guid>1</guid><title>Acme kettle</title></item><item><guid>2</guid><title>Weather</title></item></channel></rss>";

    private TestHub _hub = null!;

    public async Task InitializeAsync() => _hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Hub_is_asked_with_topic_callback_lease_and_secret_after_that_was_stored()
    {
        var first = await _hub.PollAsync();
        _hub.Asked.ShouldBeEmpty("a hub may call back before this is stored");
        first.NextIn.ShouldBe(TimeSpan.FromSeconds(5));

        _hub.Door.Now += first.NextIn;
        await _hub.PollAsync();

        var asked = _hub.Asked.ShouldHaveSingleItem();
        asked.ShouldBe(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["hub.mode"] = "subscribe", ["hub.topic"] = _hub.Topic.AbsoluteUri, ["hub.callback"] = "https://inbox.example/hooks/kitchen", ["hub.lease_seconds"] = "864000", ["hub.secret"] = _hub.Door.Secret!,
        });
        asked["hub.secret"].Length.ShouldBeInRange(32, 199);
    }

    [Fact]
    public async Task Verification_is_answered_while_it_is_expected_and_for_this_feed_only()
    {
        _hub.Verify().Status.ShouldBe(404, "nothing was asked for");
        await _hub.PollAsync();

        _hub.Verify(topic: "https://evil.example/feed").Status.ShouldBe(404);
        _hub.Verify(mode: "unsubscribe").Status.ShouldBe(404);
        (_hub.Verify().Status, _hub.Verify().Status).ShouldBe((200, 404), "once it is verified nobody waits for a second time");
    }

    [Fact]
    public async Task Challenge_is_given_back_as_it_came()
    {
        await _hub.PollAsync();

        _hub.Verify().Text.ShouldBe("a challenge");
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData("sha384")]
    [InlineData("sha512")]
    public async Task Signed_news_is_taken_as_if_it_had_been_polled(string method)
    {
        await _hub.SubscribeAsync();

        var answer = _hub.Distribute(News, method);

        answer.Status.ShouldBe(202);
        var item = answer.Items.ShouldHaveSingleItem().Item;
        _hub.Posts = "<item><guid>1</guid><title>Acme kettle</title></item>";
        var polled = (await _hub.PollAsync()).Items.ShouldHaveSingleItem();
        (polled.Identity.ExternalId, Convert.ToHexString(polled.Identity.Version)).ShouldBe((item.Identity.ExternalId, Convert.ToHexString(item.Identity.Version)));
    }

    [Theory]
    [InlineData("sha256", "somebody else's")]
    [InlineData("sha1", "")]
    [InlineData("", null)]
    [InlineData("md5", null)]
    public async Task News_that_nobody_vouches_for_is_dropped_without_a_word(string method, string? secret)
    {
        await _hub.SubscribeAsync();

        var answer = _hub.Distribute(News, method, secret);

        (answer.Status, answer.Items.Count, answer.AskNow).ShouldBe((202, 0, false));
    }

    [Fact]
    public async Task Call_without_a_feed_makes_us_look()
    {
        await _hub.SubscribeAsync();

        _hub.Distribute("there is news").AskNow.ShouldBeTrue();
    }

    [Fact]
    public void Call_for_a_feed_that_is_not_subscribed_is_gone() => _hub.Distribute(News, secret: "x").Status.ShouldBe(410);

    [Fact]
    public async Task Subscribed_feed_is_looked_at_every_few_hours_and_renewed_before_the_lease_ends()
    {
        await _hub.SubscribeAsync(lease: 86_400);
        (await _hub.PollAsync()).NextIn.ShouldBe(TimeSpan.FromHours(3));

        _hub.Door.Now += TimeSpan.FromHours(17);
        (await _hub.PollAsync()).NextIn.ShouldBe(TimeSpan.FromHours(1), "the renewal is due then");
        _hub.Asked.Count.ShouldBe(1);
        _hub.Door.Now += TimeSpan.FromHours(1);
        (await _hub.PollAsync()).NextIn.ShouldBe(TimeSpan.FromSeconds(5));
        _hub.Door.Now += TimeSpan.FromSeconds(5);
        await _hub.PollAsync();

        _hub.Asked.Count.ShouldBe(2);
        _hub.Asked[1]["hub.secret"].ShouldBe(_hub.Asked[0]["hub.secret"]);
        _hub.Verify(lease: 86_400).Status.ShouldBe(200);
        (await _hub.PollAsync()).NextIn.ShouldBe(TimeSpan.FromHours(3));
    }

    [Fact]
    public async Task Hub_that_fails_or_says_no_leaves_the_feed_polled_as_before_and_is_asked_later()
    {
        _hub.Refuses = true;
        await _hub.PollAsync();
        _hub.Door.Now += TimeSpan.FromSeconds(5);
        (await _hub.PollAsync()).NextIn.ShouldBe(TimeSpan.FromMinutes(15));
        await _hub.PollAsync();
        _hub.Asked.Count.ShouldBe(1);

        _hub.Refuses = false;
        _hub.Door.Now += TimeSpan.FromHours(1);
        await _hub.PollAsync();
        _hub.Asked.Count.ShouldBe(2);
        _hub.Verify(mode: "denied", lease: null).Status.ShouldBe(200);
        (await _hub.PollAsync()).NextIn.ShouldBe(TimeSpan.FromMinutes(15));
        _hub.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Hub_that_never_calls_back_is_asked_once_more_after_a_day()
    {
        await _hub.PollAsync();
        foreach (var wait in (TimeSpan[])[TimeSpan.FromSeconds(5), TimeSpan.FromHours(20), TimeSpan.FromHours(5), TimeSpan.FromSeconds(5)])
        {
            _hub.Door.Now += wait;
            await _hub.PollAsync();
        }

        _hub.Asked.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"usesHub":false}""", TestHub.Home)]
    [InlineData("{}", "")]
    public async Task Hub_is_left_alone_where_nobody_wants_it_or_it_could_not_reach_us(string settings, string home)
    {
        var door = new FeedDoor(_hub.Door.Now, home);
        var info = FeedDoor.Info(new Uri(_hub.Topic, "/feed"), settings);
        var first = await door.Channel.PollAsync(info, null, default);
        await door.Channel.PollAsync(info, first.Cursor, default);

        _hub.Asked.ShouldBeEmpty();
        first.NextIn.ShouldBe(TimeSpan.FromMinutes(15));
    }

    [Fact]
    public void Hub_in_link_headers_comes_first_and_json_feeds_name_one_too()
    {
        var content = new FeedFetch.Content([], null, new Uri("https://blog.example/feed"), null, null, null, null);
        var feed = FeedReader.Read("""{"items":[],"feed_url":"https://blog.example/f.json","hubs":[{"type":"rssCloud","url":"https://cloud.example/"},{"type":"WebSub","url":"/hub"}]}"""u8.ToArray(), null, content.Address)
            .ShouldBeOfType<FeedReadResult.Read>().Feed;

        HubOffer.Of(feed, content).ShouldBe(new HubOffer("https://blog.example/hub", "https://blog.example/f.json"));
        var links = WebLink.InHeaders(["<https://hub.example/>; rel=\"hub\", <https://blog.example/self>; rel=self"], content.Address);
        HubOffer.Of(feed, content with { Links = links }).ShouldBe(new HubOffer("https://hub.example/", "https://blog.example/self"));
        HubOffer.Of(feed with { Hub = null }, content).ShouldBeNull();
    }
}
