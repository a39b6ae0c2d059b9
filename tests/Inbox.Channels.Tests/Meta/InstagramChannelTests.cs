using Inbox.Channels.Tests.Contract;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Replies;
using Inbox.Testing.Social.Meta;
using static Inbox.Channels.Tests.Meta.MetaAnswers;

namespace Inbox.Channels.Tests.Meta;

/// <summary>What is peculiar to Instagram: names beside ids, mentions that name ids only, and who writes for the account.</summary>
public sealed class InstagramChannelTests : PushContract<MetaFarSide>
{
    protected override Task<MetaFarSide> OpenFarSideAsync() => MetaFarSide.OpenAsync(GraphStub.Instagram);

    private ChannelInfo Info(string more = "") => new(DoorId, "acme-page", Adapter.Kind, "Acme", GraphStub.Instagram, Far.SettingsWith(GraphStub.FirstToken, more), [GraphStub.Instagram]);

    [Fact]
    public async Task Author_is_known_by_an_id_and_shown_by_name_in_public_and_in_private()
    {
        await PushAsync(Far.Told(Far.Post(Now.AddMinutes(-2), "It leaks")));
        await PushAsync(Far.Server.Batch(Far.Server.MessageEvent(Far.Server.Write(Now.AddMinutes(-1), "Hello?"))));

        (await MessagesAsync()).Select(m => (m.FromName, m.FromAddress, m.Visibility)).ShouldBe([("@ana.ruiz", GraphStub.Person, Visibility.Public), ("Ana Ruiz (@ana.ruiz)", GraphStub.Person, Visibility.Private)]);
    }

    [Fact]
    public async Task Mention_gets_its_words_and_is_answered_where_it_stands()
    {
        var comment = Far.Server.Comment(Now.AddMinutes(-1), "@acme it leaks", "6006", below: "1900");
        await PushAsync(Mention($"\"media_id\":\"1900\",\"comment_id\":\"{comment}\""));

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        (message.ReplyText, message.FromName, message.Url).ShouldBe(("@acme it leaks", "@ben", "https://www.instagram.example/p/1900"));

        ((ISendingChannel)Adapter).OptionsFor(new AnswerableMessage { ExternalId = message.ExternalId, Visibility = Visibility.Public, At = Now }, Info()).Private.ShouldBeNull();
        (await SendAsync(Answer(message.ExternalId, Visibility.Public, "ben", Now))).Outcome.ShouldBe(SendOutcome.Sent);
        Far.Server.Answers.ShouldHaveSingleItem().Sent.ShouldContain($"\"comment_id\":\"{comment}\"");
    }

    [Fact]
    public async Task Mention_whose_words_are_not_told_is_filed_all_the_same()
    {
        Far.Fault = FarFault.Broken;

        await PushAsync(Mention("\"media_id\":\"1900\""));

        (await MessagesAsync()).ShouldHaveSingleItem().ReplyText.ShouldContain("was mentioned here");
    }

    [Fact]
    public async Task Answer_that_is_not_ours_to_delete_does_not_count_as_gone()
    {
        var sent = await SendAsync(Answer(Far.Post(Now, "It leaks"), Visibility.Public, GraphStub.Person, Now));
        Far.Server.KeepsComments = true;

        var deleted = await ((IChangesAnswers)Adapter).DeleteAsync(new StandingAnswer(Answer(null, Visibility.Public, GraphStub.Person, Now) with { ExternalId = sent.ExternalId! }, []), Info(), default);

        deleted.Outcome.ShouldBe(SendOutcome.Failed);
        deleted.Detail.ShouldNotBeNull().ShouldContain("still there");
        Far.Answers.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("", GraphStub.Page)]
    [InlineData(",\"login\":\"instagram\"", GraphStub.Instagram)]
    public async Task Private_message_is_written_by_the_page_or_with_the_login_of_Instagram_by_the_account(string login, string sender)
    {
        (await SendAsync(Answer("aWdfZA1", Visibility.Private, GraphStub.Person, Now), login)).Outcome.ShouldBe(SendOutcome.Sent);

        Far.Server.Requests[^1].Url.AbsolutePath.ShouldBe($"/v23.0/{sender}/messages");
    }

    [Fact]
    public async Task Private_reply_goes_by_the_comment()
    {
        var id = Far.Post(Now, "It leaks");

        await SendAsync(Answer(id, Visibility.Private, GraphStub.Person, Now));

        Far.Server.Answers.ShouldHaveSingleItem().Sent.ShouldContain($"\"comment_id\":\"{id}\"");
    }

    [Fact]
    public async Task Late_private_answer_says_why_it_is_refused()
    {
        Far.Server.WindowIsOver = true;

        var sent = await SendAsync(Answer("aWdfZA1", Visibility.Private, GraphStub.Person, Now));

        sent.Outcome.ShouldBe(SendOutcome.Failed);
        sent.Detail.ShouldNotBeNull().ShouldContain("may be written to is over");
    }

    [Fact]
    public async Task Check_finds_the_account_by_its_page_or_by_its_own_login()
    {
        (await CheckAsync(Info())).Found.ShouldContain("The page “Acme” is joined to this account.");
        (await CheckAsync(Info(",\"login\":\"instagram\""))).Found.ShouldContain("This is the account @acme.");
        (await CheckAsync(Info() with { Address = "1784" })).Problem.ShouldNotBeNull().ShouldContain("this channel is 1784");
        Far.Server.Lacks("instagram_manage_comments");
        (await CheckAsync(Info())).Problem.ShouldNotBeNull().ShouldContain("lacks: instagram_manage_comments");
    }

    private static byte[] Mention(string value) =>
        Bytes($$$"""{"object":"instagram","entry":[{"id":"{{{GraphStub.Instagram}}}","time":1793606400,"changes":[{"field":"mentions","value":{ {{{value}}} }}]}]}""");

    private Task<SendResult> SendAsync(OutgoingMessage message, string more = "") => ((ISendingChannel)Adapter).SendAsync(message, Info(more), default);

    private Task<AccessFindings> CheckAsync(ChannelInfo info) => ((IChecksAccess)Adapter).CheckAsync(info, default);
}
