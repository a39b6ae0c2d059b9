using System.Text;
using Inbox.Channels.Social;
using Inbox.Channels.WordPress;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.WordPress;

public sealed class WordPressChannelTests : IAsyncLifetime
{
    private const string Login = """{"user":"acme","applicationPassword":"abcd efgh","ownAuthors":["Bo Lind"]}""";
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync(configure: services =>
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowedPrivateHosts", "127.0.0.1")]).Build()));

    public async Task DisposeAsync() => await _company.DisposeAsync();

    private IChannel Channel => _company.Services.GetRequiredService<ChannelKinds>().Of(WordPressChannel.ChannelKind);

    [Theory]
    [InlineData("""{"author":0,"author_name":"Ana Ruiz","author_url":"https://ana.example/"}""", "Ana Ruiz", "https://ana.example/")]
    [InlineData("""{"author":0,"author_name":"Ana Ruiz","author_url":""}""", "Ana Ruiz", "https://blog.example/#Ana%20Ruiz")]
    [InlineData("""{"author":0,"author_name":"","author_url":"javascript:x"}""", "Anonymous", "https://blog.example/#Anonymous")]
    [InlineData("""{"author":12,"author_name":"Ana &amp; Ben","author_url":"https://ana.example/"}""", "Ana & Ben", "https://blog.example/?author=12")]
    public void Commenter_is_known_by_account_page_or_name(string author, string name, string address)
    {
        var message = Parse(author);

        message.From.ShouldBe(new Party(name, address));
        (message.HandleKind, message.Visibility, message.ThreadScope).ShouldBe((HandleKinds.Blog, Visibility.Public, "wordpress:blog.example/"));
    }

    [Theory]
    [InlineData("""{"author":1,"author_name":"acme"}""", true, true)]
    [InlineData("""{"author":9,"author_name":"BO LIND"}""", true, true)]
    [InlineData("""{"author":0,"author_name":"Bo Lind"}""", false, true)]
    [InlineData("""{"author":0,"author_name":"Other blog","type":"pingback"}""", false, false)]
    public void Our_own_people_open_nothing_and_whoever_takes_their_name_is_not_one_of_them(string author, bool own, bool opens) =>
        Parse(author).ShouldSatisfyAllConditions(m => m.FromOurselves.ShouldBe(own), m => m.OpensCase.ShouldBe(opens));

    [Fact]
    public void Hostile_markup_does_not_reach_the_message()
    {
        var message = Parse("""{"content":{"rendered":"<p onclick='x()'>Hi<script>alert(1)</script> <a href='https://x.example'>there</a></p>"}}""");

        message.Html.ShouldNotBeNull().ShouldNotContain("onclick");
        message.Html.ShouldNotContain("alert");
        message.Text.ShouldStartWith("Hi");
    }

    [Theory]
    [InlineData(Login, null)]
    [InlineData("{}", "This blog is only read.")]
    public void Without_a_login_nothing_is_answered(string settings, string? closed)
    {
        var options = ((ISendingChannel)Channel).OptionsFor(new AnswerableMessage { ExternalId = "comment-1", Visibility = Visibility.Public, At = default }, Info("https://blog.example", settings));

        (options.Public?.Closed ?? "").ShouldStartWith(closed ?? "");
        (options.Public?.Closed is null).ShouldBe(closed is null);
    }

    [Theory]
    [InlineData("""{"user":"acme"}""", "applicationPassword")]
    [InlineData("""{"applicationPassword":"x"}""", "user")]
    [InlineData("""{"pollSeconds":1}""", "pollSeconds")]
    [InlineData("""{"pollSeconds":"soon"}""", "")]
    [InlineData(Login, null)]
    public void Settings_are_checked_by_field(string settings, string? field) => Channel.CheckSettings(settings).Keys.ShouldBe(field is null ? [] : [field]);

    [Fact]
    public async Task Password_does_not_travel_in_the_open()
    {
        await using var blog = await HttpStub.StartAsync();
        var open = new Uri($"http://localhost:{blog.Url.Port}/").AbsoluteUri;

        var poll = await ((IPollingChannel)Channel).PollAsync(Info(open, Login), null, default);

        (poll.AccessLost, poll.Problem).ShouldBe((true, "The application password would travel in the open. Give the address of the blog with https."));
        blog.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Answer_to_a_comment_that_is_gone_is_not_sent()
    {
        await using var blog = await HttpStub.StartAsync();
        blog.On(HttpMethod.Get, "/wp-json/wp/v2/comments/1", _ => Results.Text("""{"code":"rest_comment_invalid_id","message":"Invalid comment ID."}""", "application/json", statusCode: 404));

        var sent = await ((ISendingChannel)Channel).SendAsync(Outgoing("comment-1"), Info(blog.Url.AbsoluteUri, Login), default);

        (sent.Outcome, sent.Detail).ShouldBe((SendOutcome.Failed, "The comment that this answers is no longer there."));
        blog.Requests.ShouldAllBe(r => r.Method == "GET", "WordPress would take it and show it nowhere");
    }

    [Fact]
    public async Task Endless_answer_is_not_read_to_its_end()
    {
        await using var blog = await HttpStub.StartAsync();
        blog.On(HttpMethod.Get, "/wp-json/wp/v2/comments", _ => Results.Text("[" + new string(' ', 17_000_000) + "]", "application/json"));

        var poll = await ((IPollingChannel)Channel).PollAsync(Info(blog.Url.AbsoluteUri, "{}"), null, default);

        poll.Problem.ShouldBe("127.0.0.1 sent more than 16 MB at once.");
    }

    [Fact]
    public void Recorded_answers_are_read_by_themselves()
    {
        var reading = WordPressReader.Read("""[{"id":31,"post":7,"parent":30,"author":0,"author_name":"Ana","date_gmt":"2026-11-02T08:00:00","content":{"rendered":"<p>It leaks</p>"},"link":"https://blog.example/kettle/#comment-31"}]"""u8.ToArray());

        reading.Posts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            p => (p.ExternalId, p.Kind, p.ReplyTo, p.ConversationId, p.Text).ShouldBe(("comment-31", SocialKind.Comment, "comment-30", "post-7", "It leaks")),
            p => p.PostedAt.ShouldBe(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero)));
        WordPressReader.Read("""{"code":"rest_no_route","message":"No route was found.","data":{"status":404}}"""u8.ToArray()).Error.ShouldBe("rest_no_route: No route was found.");
    }

    private IncomingMessage Parse(string item)
    {
        var whole = System.Text.Json.Nodes.JsonNode.Parse("""{"id":31,"post":7,"parent":0,"author":0,"author_name":"Ana","date_gmt":"2026-11-02T08:00:00","content":{"rendered":"<p>It leaks</p>"},"type":"comment"}""")!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(item)!.AsObject().ToList())
        {
            whole[name] = value?.DeepClone();
        }

        var raw = Encoding.UTF8.GetBytes($$"""{"site":"https://blog.example/","account":"1","edition":0,"item":{{whole.ToJsonString()}}}""");
        return Channel.Parse(new RawMessage(1, raw, "application/json", default, Import: false), Info("https://blog.example", Login));
    }

    private static ChannelInfo Info(string address, string settings) => new(7, "kitchen", WordPressChannel.ChannelKind, "Kitchen Notes", address, settings, []);

    private static OutgoingMessage Outgoing(string inReplyTo) => new()
    {
        MessageId = 1, CaseId = 1, ExternalId = "token", Token = "token", FromName = "Acme", To = [], Subject = "", Text = "We look into it.", InReplyTo = inReplyTo, At = new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero),
    };
}
