using Inbox.Channels.Feeds;
using Inbox.Channels.Http;
using Inbox.Channels.WordPress;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Testing;
using Inbox.Testing.WordPress;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.WordPress;

/// <summary>The door at a real WordPress.</summary>
public sealed class WordPressServerTests : IAsyncLifetime
{
    private WordPressServer _blog = null!;
    private Company _company = null!;
    private string? _cursor;

    public async Task InitializeAsync()
    {
        _blog = await WordPressServer.StartAsync("/%postname%/", default);
        _company = await Company.OpenAsync(configure: services =>
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowedPrivateHosts", "127.0.0.1")]).Build()));
        _company.Clock.MoveTo(TimeProvider.System.GetUtcNow());
    }

    public async Task DisposeAsync()
    {
        await _company.DisposeAsync();
        await _blog.DisposeAsync();
    }

    private IPollingChannel Channel => (IPollingChannel)_company.Services.GetRequiredService<ChannelKinds>().Of(WordPressChannel.ChannelKind);

    private ChannelInfo Info => new(7, "kitchen", WordPressChannel.ChannelKind, "Kitchen Notes", _blog.Url.AbsoluteUri, $$"""{"user":"{{WordPressServer.User}}","applicationPassword":"{{_blog.Password}}"}""", []);

    [Fact]
    public async Task Comment_is_read_answered_edited_and_trashed()
    {
        var post = await _blog.PublishAsync("Our new kettle", "Come and see", default);
        var comment = await _blog.CommentAsync(post, "Ana Ruiz", "It leaks & \"hums\"", parent: 0, default);

        var asked = (await PollAsync()).ShouldHaveSingleItem();
        (asked.ExternalId, asked.From.Name, asked.ReplyText, asked.Subject, asked.OpensCase, asked.FromOurselves)
            .ShouldBe(($"comment-{comment}", "Ana Ruiz", "It leaks & “hums”", "Our new kettle", true, false));
        asked.Url.ShouldEndWith($"#comment-{comment}");
        asked.InReplyTo.ShouldBe($"post-{post}");
        asked.PostedAt!.Value.ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5));

        var sent = await SendAsync("We look <into> it & \"soon\"\n\nit's here: https://acme.example/x", asked.ExternalId);
        (sent.Outcome, sent.Detail).ShouldBe((SendOutcome.Sent, null));
        var answer = (await PollAsync()).ShouldHaveSingleItem();
        (answer.ExternalId, answer.FromOurselves, answer.InReplyTo).ShouldBe((sent.ExternalId!, true, asked.ExternalId));
        answer.ReplyText.ShouldContain("We look <into> it");

        var reply = await _blog.CommentAsync(post, "Ana Ruiz", "Thank you", long.Parse(WordPressNames.NumberOf(sent.ExternalId!), System.Globalization.CultureInfo.InvariantCulture), default);
        var thanks = (await PollAsync()).ShouldHaveSingleItem();
        (thanks.ExternalId, thanks.InReplyTo, thanks.From.Address).ShouldBe(($"comment-{reply}", sent.ExternalId, asked.From.Address));
        thanks.Keys.ShouldContain(new ThreadKey(ThreadKeyKind.Earlier, $"post-{post}"));

        await _blog.EditCommentAsync(comment, "It leaks no more", default);
        var edited = (await PollAsync()).ShouldHaveSingleItem();
        (edited.ExternalId, edited.ReplyText, edited.Deleted).ShouldBe((asked.ExternalId, "It leaks no more", false));

        await _blog.TrashCommentAsync(comment, default);
        var gone = (await PollAsync()).ShouldHaveSingleItem();
        (gone.ExternalId, gone.Deleted).ShouldBe((asked.ExternalId, true));
        (await SendAsync("Too late", asked.ExternalId)).Outcome.ShouldBe(SendOutcome.Failed);
        (await PollAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Answer_given_twice_stands_there_once()
    {
        var post = await _blog.PublishAsync("Our new kettle", "Come and see", default);
        var asked = $"comment-{await _blog.CommentAsync(post, "Ana Ruiz", "It leaks", parent: 0, default)}";

        var first = await SendAsync("We look into it.", asked);
        var again = await SendAsync("We look into it.", asked);
        var found = await ((IReadsBack)Channel).ReadBackAsync(Outgoing("We look into it.", asked), Info, default);

        (again.Outcome, again.ExternalId, again.Url).ShouldBe((SendOutcome.Sent, first.ExternalId, first.Url));
        (found.Outcome, found.ExternalId).ShouldBe((ReadBackOutcome.Found, first.ExternalId));
        (await ((IReadsBack)Channel).ReadBackAsync(Outgoing("Something else", asked), Info, default)).Outcome.ShouldBe(ReadBackOutcome.NotThere);
        (await _blog.CommentsAsync(default)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Our_own_answer_is_edited_and_goes_to_the_trash()
    {
        var post = await _blog.PublishAsync("Our new kettle", "Come and see", default);
        var asked = $"comment-{await _blog.CommentAsync(post, "Ana Ruiz", "It leaks", parent: 0, default)}";
        var sent = await SendAsync("We look <into> it on Mnday.", asked);
        var ours = (IChangesAnswers)Channel;

        (await ours.EditAsync(Standing(sent, "We look <into> it on Monday & \"soon\"."), Info, default)).ShouldBe(SendResult.Sent);
        var edited = (string)(await _blog.CommentsAsync(default))[1]!["content"]!["rendered"]!;
        edited.ShouldContain("We look &lt;into&gt; it on Monday");
        (await PollAsync()).Where(m => m.ExternalId == sent.ExternalId).ShouldAllBe(m => m.FromOurselves);

        (await ours.DeleteAsync(Standing(sent, ""), Info, default)).ShouldBe(SendResult.Sent);
        (await _blog.CommentsAsync(default)).Count.ShouldBe(1);
        (await ours.DeleteAsync(Standing(sent, ""), Info, default)).ShouldBe(SendResult.Sent, "it is gone already");
        (await ours.EditAsync(Standing(sent, "Too late"), Info, default)).Outcome.ShouldBe(SendOutcome.Failed);

        StandingAnswer Standing(SendResult answer, string text) => new(Outgoing(text, asked) with { ExternalId = answer.ExternalId! }, []);
    }

    [Fact]
    public async Task Comment_that_waits_for_approval_comes_when_it_is_let_through()
    {
        var post = await _blog.PublishAsync("Our new kettle", "Come and see", default);
        var comment = await _blog.CommentAsync(post, "Ana Ruiz", "It leaks", parent: 0, default);
        await _blog.ModerateAsync(comment, "hold", default);
        await _blog.CommentAsync(post, "Ben Okri", "Mine too", parent: 0, default);

        (await PollAsync()).Select(m => m.ReplyText).ShouldBe(["Mine too"]);
        await _blog.ModerateAsync(comment, "approved", default);
        (await PollAsync()).Select(m => m.ReplyText).ShouldBe(["It leaks"]);
        await _blog.ModerateAsync(comment, "hold", default);
        (await PollAsync()).ShouldBeEmpty("a moderator may let it through again");
    }

    [Fact]
    public async Task Withdrawn_password_is_lost_access()
    {
        await PollAsync();
        await _blog.WithdrawPasswordAsync(default);

        var poll = await Channel.PollAsync(Info, _cursor, default);

        (poll.AccessLost, poll.Cursor).ShouldBe((true, _cursor));
        poll.Problem.ShouldNotBeNull().ShouldContain("application password");
        (await SendAsync("Hello", "post-1")).ShouldSatisfyAllConditions(s => s.Outcome.ShouldBe(SendOutcome.Later), s => s.AccessLost.ShouldBeTrue());
    }

    [Fact]
    public async Task Check_says_whom_it_found()
    {
        var check = (IChecksAccess)Channel;

        (await check.CheckAsync(Info, default)).ShouldSatisfyAllConditions(f => f.Problem.ShouldBeNull(), f => f.Found[1].ShouldBe("It lets us in as acme, so they can be answered."));
        (await check.CheckAsync(Info with { Settings = """{"user":"acme","applicationPassword":"wrong"}""" }, default)).Problem.ShouldNotBeNull().ShouldContain("(401)");
        (await check.CheckAsync(Info with { Settings = "{}" }, default)).Found[1].ShouldStartWith("Without a user");
        (await check.CheckAsync(Info with { Address = "http://127.0.0.1:1/" }, default)).Problem.ShouldBe("The server 127.0.0.1:1 cannot be reached.");
    }

    [Fact]
    public async Task Blog_with_plain_permalinks_is_read_and_answered_too()
    {
        await using var plain = await WordPressServer.StartAsync("", default);
        var info = Info with { Address = plain.Url.AbsoluteUri, Settings = $$"""{"user":"acme","applicationPassword":"{{plain.Password}}"}""" };
        var comment = await plain.CommentAsync(1, "Ana Ruiz", "It leaks", parent: 0, default);

        var poll = await Channel.PollAsync(info, null, default);
        var sent = await ((ISendingChannel)Channel).SendAsync(Outgoing("We look into it.", $"comment-{comment}"), info, default);

        (poll.Problem, poll.Items.ShouldHaveSingleItem().Identity.ExternalId).ShouldBe((null, $"comment-{comment}"));
        sent.Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task Answer_at_a_blog_with_plain_permalinks_is_deleted_by_a_node_that_never_read_it()
    {
        await using var plain = await WordPressServer.StartAsync("", default);
        var info = Info with { Address = plain.Url.AbsoluteUri, Settings = $$"""{"user":"acme","applicationPassword":"{{plain.Password}}"}""" };
        var comment = await plain.CommentAsync(1, "Ana Ruiz", "It leaks", parent: 0, default);

        (await ((IChangesAnswers)Channel).DeleteAsync(new StandingAnswer(Outgoing("", "post-1") with { ExternalId = $"comment-{comment}" }, []), info, default)).ShouldBe(SendResult.Sent);

        (await plain.CommentsAsync(default)).Select(c => (long)c!["id"]!).ShouldNotContain(comment);
    }

    [Fact]
    public async Task Feeds_of_the_blog_are_read_conditionally()
    {
        var post = await _blog.PublishAsync("Our new kettle", "Come and see", default);
        await _blog.CommentAsync(post, "Ana Ruiz", "It leaks", parent: 0, default);
        using var client = _company.Services.GetRequiredService<IHttpClientFactory>().CreateGuarded();
        var fetcher = new FeedFetcher(client, TimeProvider.System);

        foreach (var (path, title) in new[] { ("feed/", "Our new kettle"), ("comments/feed/", "Comment on Our new kettle by Ana Ruiz") })
        {
            var address = new Uri(_blog.Url, path);
            var content = (await fetcher.FetchAsync(address, null, null, default)).ShouldBeOfType<FeedFetch.Content>();
            var feed = FeedReader.Read(content.Body, content.ContentType, content.Address).ShouldBeOfType<FeedReadResult.Read>().Feed;

            feed.Entries.Select(e => e.Title).ShouldContain(title);
            (await fetcher.FetchAsync(address, content.ETag, content.LastModified, default)).ShouldBeOfType<FeedFetch.NotModified>();
        }
    }

    private async Task<IReadOnlyList<IncomingMessage>> PollAsync()
    {
        _company.Clock.MoveTo(TimeProvider.System.GetUtcNow());
        var poll = await Channel.PollAsync(Info, _cursor, default);
        poll.Problem.ShouldBeNull();
        _cursor = poll.Cursor;
        return [.. poll.Items.Select(i => Channel.Parse(new RawMessage(1, i.Content, i.ContentType, default, Import: false), Info))];
    }

    private Task<SendResult> SendAsync(string text, string inReplyTo) => ((ISendingChannel)Channel).SendAsync(Outgoing(text, inReplyTo), Info, default);

    private static OutgoingMessage Outgoing(string text, string inReplyTo) => new()
    {
        MessageId = 1, CaseId = 1, ExternalId = "token", Token = "token", FromName = "Acme", To = [], Subject = "", Text = text, InReplyTo = inReplyTo, At = Clock.Stored(TimeProvider.System.GetUtcNow()),
    };
}
