using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Inbox.Channels.Tests.Contract;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Hooks;
using Inbox.Core.Intake;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.X;

public sealed class XHookTests : FarSideContract<XFarSide>
{
    protected override async Task<XFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());

    [Fact]
    public void Challenge_is_answered_with_its_signature()
    {
        var answer = Receive(new HookCall("GET", new Dictionary<string, string> { ["crc_token"] = "challenge" }, new Dictionary<string, string>(), null, [], Now, null));

        (answer.Status, answer.ContentType).ShouldBe((200, "application/json"));
        ((string?)JsonNode.Parse(answer.Text)!["response_token"]).ShouldBe("sha256=" + Sign(XFarSide.ConsumerSecret, "challenge"u8.ToArray()));
        Receive(Call("{}") with { Method = "GET" }).Status.ShouldBe(400);
    }

    [Fact]
    public void Only_what_X_signed_is_taken()
    {
        var body = Activity("post.mention.create", """{"id":"1790000000000000002","text":"@acme it leaks","author_id":"5"}""");

        Receive(Call(body)).Items.ShouldHaveSingleItem();
        Receive(Call(body, secret: "previous")).Items.ShouldHaveSingleItem();
        Receive(Call(body, secret: "wrong")).Status.ShouldBe(401);
        Receive(Call(body) with { Body = Encoding.UTF8.GetBytes(body + " ") }).Status.ShouldBe(401);
        Receive(Call(body) with { Headers = new Dictionary<string, string>() }).Status.ShouldBe(401);
        Receive(Call("%&/")).Status.ShouldBe(400);
        Receive(Call("""{"data":{"event_type":5,"payload":[]},"tweet_create_events":{"a":1}}""")).ShouldSatisfyAllConditions(a => a.Status.ShouldBe(200), a => a.Items.ShouldBeEmpty());
        Receive(Call(body), settings: "{}").Status.ShouldBe(503);
    }

    [Fact]
    public async Task Pushed_post_is_the_one_that_is_asked_for_too()
    {
        var id = Far.Post(Now.AddMinutes(-1), "@acme it leaks");
        var post = new XFarSide.FarPost([id], XFarSide.Customer, "@acme it leaks", Now.AddMinutes(-1));
        var body = new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["event_uuid"] = "u1", ["event_type"] = "post.mention.create", ["filter"] = new JsonObject { ["user_id"] = XFarSide.Me }, ["payload"] = Far.View(post), ["includes"] = Far.Includes([post]),
            },
        }.ToJsonString();
        await PushAsync(body);
        await PushAsync(body);

        await PollAsync();

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        (message.FromAddress, message.CaseId is not null).ShouldBe(("ana", true));
        (await Company.DbAsync(db => db.InboundDeliveries.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Deletion_that_is_pushed_marks_the_post_also_when_it_comes_first()
    {
        var id = Far.Post(Now.AddMinutes(-1), "@acme it leaks");
        await PollAsync();

        await PushAsync(Activity("post.delete", """{"id":"UNKNOWN"}"""));
        await PushAsync($$"""{"for_user_id":"7","tweet_delete_events":[{"status":{"id":"{{id}}","user_id":"5"},"timestamp_ms":"1772360430000"}]}""");

        await UntilAsync(async () => (await MessagesAsync()).Single().DeletedAt is not null);
    }

    [Fact]
    public void Account_Activity_brings_what_is_said_to_us_and_nothing_else()
    {
        string Tweet(string id, string author, string more) => """{"id_str":"ID","text":"words","user":{"id_str":"AUTHOR","screen_name":"uAUTHOR"}MORE}"""
            .Replace("ID", id, StringComparison.Ordinal).Replace("AUTHOR", author, StringComparison.Ordinal).Replace("MORE", more, StringComparison.Ordinal);
        const string Named = ""","entities":{"user_mentions":[{"id_str":"7","screen_name":"acme"}]}""";
        string[] tweets =
        [
            Tweet("1", "5", Named),
            Tweet("2", "5", ""","in_reply_to_user_id_str":"7" """),
            Tweet("3", "5", ""","quoted_status":{"id_str":"9","text":"ours","user":{"id_str":"7","screen_name":"acme"}}"""),
            Tweet("4", "5", ""),
            Tweet("5", "7", Named),
            Tweet("6", "5", Named + ""","retweeted_status":{"id_str":"9","text":"ours","user":{"id_str":"7"}}"""),
        ];
        var body = """{"for_user_id":"7","tweet_create_events":[TWEETS],"direct_message_events":[{"type":"message_create","id":"11","created_timestamp":"1772360430000","message_create":{"target":{"recipient_id":"7"},"sender_id":"5","message_data":{"text":"Help"}}}]}"""
            .Replace("TWEETS", string.Join(',', tweets), StringComparison.Ordinal);

        var items = Receive(Call(body)).Items;
        items.Select(i => i.Item.Identity.ExternalId).ShouldBe(["1", "2", "3"]);
        items[0].Address.ShouldBe("acme");
        Receive(Call(body), Far.Settings("first", s => s["directMessages"] = true)).Items.Select(i => i.Item.Identity.ExternalId).ShouldBe(["1", "2", "3", "dm-11"]);
    }

    [Fact]
    public void Direct_messages_of_the_Activity_API_and_encrypted_ones()
    {
        var settings = Far.Settings("first", s => s["directMessages"] = true);

        Receive(Call(Activity("dm.received", """{"id":"11","event_type":"MessageCreate","text":"Help","sender_id":"5","dm_conversation_id":"5-7"}""")), settings).Items.ShouldHaveSingleItem().Item.Identity.ExternalId.ShouldBe("dm-11");
        Receive(Call(Activity("dm.received", """{"id":"11","event_type":"MessageCreate","text":"Help","sender_id":"5","dm_conversation_id":"5-7"}"""))).Items.ShouldBeEmpty();
        Receive(Call(Activity("chat.received", """{"id":"12","encrypted":"AAAA"}""")), settings).Items.ShouldBeEmpty();
    }

    private static string Activity(string type, string payload) =>
        """{"data":{"event_uuid":"u","event_type":"TYPE","filter":{"user_id":"7"},"payload":PAYLOAD}}""".Replace("TYPE", type, StringComparison.Ordinal).Replace("PAYLOAD", payload, StringComparison.Ordinal);

    private static string Sign(string secret, byte[] body) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    private HookCall Call(string body, string secret = XFarSide.ConsumerSecret)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new HookCall(
            "POST", new Dictionary<string, string>(), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Twitter-Webhooks-Signature"] = "sha256=" + Sign(secret, bytes) }, "application/json", bytes, Now, null);
    }

    private HookAnswer Receive(HookCall call, string? settings = null) => ((IPushedChannel)Adapter).Receive(
        call, new ChannelInfo(DoorId, "x", "x", "X", "@acme", settings ?? Far.Settings("first", s => s["previousConsumerSecret"] = "previous"), []));

    /// <summary>As the endpoint does: stored, then filed.</summary>
    private async Task PushAsync(string body)
    {
        var answer = Receive(Call(body));
        answer.Status.ShouldBe(200);
        await using var scope = Company.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DeliveryReceiver>().ReceiveAllAsync(
            [.. answer.Items.Select(i => new InboundItem(DoorId, i.Item.Identity, i.Item.Content, i.Item.ContentType))], default);
    }
}
