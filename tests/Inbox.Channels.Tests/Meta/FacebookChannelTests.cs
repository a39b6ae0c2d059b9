using Inbox.Channels.Tests.Contract;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Hooks;
using Inbox.Core.Channels.Replies;
using Inbox.Testing.Social.Meta;

namespace Inbox.Channels.Tests.Meta;

/// <summary>A page: who is heard, and by which name.</summary>
public sealed class FacebookChannelTests : PushContract<MetaFarSide>
{
    protected override Task<MetaFarSide> OpenFarSideAsync() => MetaFarSide.OpenAsync(GraphStub.Page);

    private ChannelInfo Info(string more = "") => new(DoorId, "acme-page", Adapter.Kind, "Acme's page", GraphStub.Page, Far.SettingsWith(GraphStub.FirstToken, more), [GraphStub.Page]);

    [Fact]
    public void Handshake_is_answered_to_whoever_knows_our_word()
    {
        var right = ((IPushedChannel)Adapter).Receive(MetaAnswers.Handshake(GraphStub.VerifyToken, Now), Info());
        (right.Status, right.Text).ShouldBe((200, "1158201444"));

        ((IPushedChannel)Adapter).Receive(MetaAnswers.Handshake("another word", Now), Info()).Status.ShouldBe(403);
        ((IPushedChannel)Adapter).Receive(MetaAnswers.Handshake("", Now), Info() with { Settings = "{}" }).Status.ShouldBe(403);
    }

    [Fact]
    public void Both_app_secrets_are_good_while_one_is_being_changed()
    {
        var body = Far.Told(Far.Post(Now, "It leaks"));
        var call = new HookCall("POST", new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Hub-Signature-256"] = GraphStub.Signature(body, "the old one") }, "application/json", body, Now, Cursor: null);

        ((IPushedChannel)Adapter).Receive(call, Info()).Status.ShouldBe(401);
        ((IPushedChannel)Adapter).Receive(call, Info(",\"oldAppSecret\":\"the old one\"")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_we_say_ourselves_is_nothing_that_we_hear()
    {
        var comment = Far.Server.Comment(Now, "Sorry", GraphStub.Page);
        var echo = Far.Server.Write(Now, "Hello", GraphStub.Page);

        (await PushAsync(Far.Told(comment))).Items.ShouldBeEmpty();
        (await PushAsync(Far.Server.Batch(Far.Server.MessageEvent(echo)))).Items.ShouldBeEmpty();
        await PollAsync();
        (await MessagesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Comment_of_somebody_who_is_not_named_is_filed_and_is_answered_in_public()
    {
        await PushAsync(Far.Told(Far.Server.Comment(Now.AddMinutes(-1), "It leaks", author: null)));

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        (message.FromName, message.FromAddress, message.ReplyText).ShouldBe(("Somebody on Facebook", "", "It leaks"));
    }

    [Fact]
    public async Task Name_that_a_call_leaves_out_is_asked_for_once()
    {
        await PushAsync(Far.Server.Batch(Far.Server.MessageEvent(Far.Server.Write(Now.AddMinutes(-2), "Hello?"))));
        await PushAsync(Far.Server.Batch(Far.Server.MessageEvent(Far.Server.Write(Now.AddMinutes(-1), "Anybody?"))));

        (await MessagesAsync()).Select(m => (m.FromName, m.FromAddress, m.Visibility)).ShouldBe([("Ana Ruiz", "5005", Visibility.Private), ("Ana Ruiz", "5005", Visibility.Private)]);
        (await MessagesAsync()).Select(m => m.CaseId).Distinct().Count().ShouldBe(1);
        Far.Server.Requests.Count(r => r.Url.AbsolutePath.EndsWith("/5005", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Message_is_filed_though_nobody_tells_the_name()
    {
        Far.Fault = FarFault.Broken;

        await PushAsync(Far.Server.Batch(Far.Server.MessageEvent(Far.Server.Write(Now.AddMinutes(-1), "Hello?"))));

        (await MessagesAsync()).ShouldHaveSingleItem().FromName.ShouldBe("Facebook user 5005");
    }

    [Fact]
    public async Task Mention_without_words_gets_them()
    {
        var id = Far.Server.Comment(Now.AddMinutes(-1), "Acme's lamp leaks", "6006", below: "88_1");

        await PushAsync(MetaAnswers.Bytes($$$"""{"object":"page","entry":[{"id":"{{{GraphStub.Page}}}","time":1793606400,"changes":[{"field":"mention","value":{"item":"comment","verb":"add","comment_id":"{{{id}}}","post_id":"88_1","sender_id":"6006"}}]}]}"""));

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        (message.ReplyText, message.FromName).ShouldBe(("Acme's lamp leaks", "Ana Ruiz"));
    }

    [Fact]
    public async Task Conversations_are_read_where_no_call_came()
    {
        var id = Far.Server.Write(Now.AddMinutes(-1), "Hello?");
        await PollAsync();
        (await MessagesAsync()).ShouldHaveSingleItem().ExternalId.ShouldBe(id);

        await PushAsync(Far.Server.Batch(Far.Server.MessageEvent(id)));

        (await MessagesAsync()).ShouldHaveSingleItem().Visibility.ShouldBe(Visibility.Private);
    }

    [Fact]
    public async Task Calls_say_whose_they_are_and_other_subjects_are_not_taken()
    {
        var id = Far.Post(Now, "It leaks");

        (await PushAsync(Far.Server.Batch(Far.Server.CommentEvent(id, account: "88008")))).Items.ShouldHaveSingleItem().Address.ShouldBe("88008");

        var other = MetaAnswers.Bytes("""{"object":"instagram","entry":[]}""");
        (await ReceiveAsync(other, Far.Sign(other))).Status.ShouldBe(422);
    }

    [Fact]
    public void Private_answers_are_taken_for_a_day_for_a_week_with_the_tag_and_once_to_a_comment()
    {
        var sender = (ISendingChannel)Adapter;
        var talk = new AnswerableMessage { ExternalId = "m_1", Visibility = Visibility.Private, At = Now.AddDays(-2), LastPrivateAt = Now };
        sender.OptionsFor(talk, Info()).Private!.Until.ShouldBe(Now.AddHours(24));
        sender.OptionsFor(talk, Info(",\"humanAgent\":true")).Private!.Until.ShouldBe(Now.AddDays(7));

        var comment = new AnswerableMessage { ExternalId = "1_2", Visibility = Visibility.Public, At = Now };
        sender.OptionsFor(comment, Info()).Public!.Until.ShouldBeNull();
        sender.OptionsFor(comment, Info()).Private!.Until.ShouldBe(Now.AddDays(7));
        sender.OptionsFor(comment with { AnsweredPrivately = true }, Info()).Private!.IsOpen(Now).ShouldBeFalse();
    }

    [Fact]
    public async Task How_far_a_comment_spread_is_told_as_far_as_Meta_knows()
    {
        var (liked, gone) = (Far.Post(Now, "It leaks"), Far.Post(Now, "Forget it"));
        Far.Server.Like(liked, 4);
        Far.Delete(gone);

        var reading = await ((IRefreshesReach)Adapter).ReadReachAsync([liked, gone, "m_5"], Info(), default);

        reading.Figures.ShouldHaveSingleItem().ShouldBe(new ReachFigures(liked, 4, 4, 0, 0));
    }

    [Fact]
    public async Task Check_says_what_we_may_do_and_what_is_missing()
    {
        (await CheckAsync(Info())).Found.ShouldContain("This is the page “Acme”.");
        (await CheckAsync(Info() with { Address = "88008" })).Problem.ShouldNotBeNull().ShouldContain("this channel is the page 88008");
        (await CheckAsync(Info() with { Settings = """{"appSecret":"x"}""" })).Problem.ShouldBe("Give the access token.");

        Far.Server.Subscribed = null;
        (await CheckAsync(Info())).Problem.ShouldNotBeNull().ShouldContain("Subscribe the app to the page");
        Far.Server.Lacks("pages_messaging");
        (await CheckAsync(Info())).Problem.ShouldNotBeNull().ShouldContain("lacks: pages_messaging");
        Far.ExpireAccess();
        (await CheckAsync(Info())).Problem.ShouldNotBeNull().ShouldContain("not good any more");
    }

    private Task<AccessFindings> CheckAsync(ChannelInfo info) => ((IChecksAccess)Adapter).CheckAsync(info, default);
}
