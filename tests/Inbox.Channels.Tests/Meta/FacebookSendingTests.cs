using Inbox.Channels.Tests.Contract;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Testing.Social.Meta;
using static Inbox.Channels.Tests.Meta.MetaAnswers;

namespace Inbox.Channels.Tests.Meta;

/// <summary>The ways in which a page answers.</summary>
public sealed class FacebookSendingTests : FarSideContract<MetaFarSide>
{
    protected override Task<MetaFarSide> OpenFarSideAsync() => MetaFarSide.OpenAsync(GraphStub.Page);

    private ChannelInfo Info(string more = "") => new(DoorId, "acme-page", Adapter.Kind, "Acme's page", GraphStub.Page, Far.SettingsWith(GraphStub.FirstToken, more), [GraphStub.Page]);

    [Fact]
    public async Task Comment_is_answered_below_it_with_a_picture_that_no_list_shows()
    {
        var id = Far.Post(Now, "It leaks");

        var sent = await SendAsync(Answer(id, Visibility.Public, GraphStub.Person, Now, files: Picture));

        var answer = Far.Server.Answers.ShouldHaveSingleItem();
        (sent.Outcome, sent.ExternalId, answer.Below).ShouldBe((SendOutcome.Sent, answer.Id, id));
        answer.Sent.ShouldContain("\"attachment_id\":\"photo");
    }

    [Fact]
    public async Task Private_reply_goes_by_the_comment_once_and_then_to_the_person()
    {
        var id = Far.Post(Now, "It leaks");

        (await SendAsync(Answer(id, Visibility.Private, GraphStub.Person, Now))).Outcome.ShouldBe(SendOutcome.Sent);
        (await SendAsync(Answer(id, Visibility.Private, GraphStub.Person, Now))).Outcome.ShouldBe(SendOutcome.Sent);

        Far.Server.Answers[0].Sent.ShouldContain($"\"recipient\":{{\"comment_id\":\"{id}\"}}");
        Far.Server.Answers[1].Sent.ShouldContain($"\"recipient\":{{\"id\":\"{GraphStub.Person}\"}}");
    }

    [Fact]
    public async Task Second_private_reply_to_somebody_who_is_not_named_is_refused()
    {
        var id = Far.Server.Comment(Now, "It leaks", author: null);
        await SendAsync(Answer(id, Visibility.Private, "", Now));

        var second = await SendAsync(Answer(id, Visibility.Private, "", Now));

        (second.Outcome, Far.Answers.Count).ShouldBe((SendOutcome.Failed, 1));
    }

    [Fact]
    public async Task Post_of_a_visitor_is_answered_in_private_by_its_own_name()
    {
        await SendAsync(Answer($"{GraphStub.Page}_55", Visibility.Private, GraphStub.Person, Now));

        Far.Server.Answers.ShouldHaveSingleItem().Sent.ShouldContain($"\"post_id\":\"{GraphStub.Page}_55\"");
    }

    [Theory]
    [InlineData(false, false, SendOutcome.Failed)]
    [InlineData(true, false, SendOutcome.Sent)]
    [InlineData(true, true, SendOutcome.Failed)]
    public async Task Late_answer_goes_with_the_tag_for_people_where_it_is_granted_and_a_person_wrote_it(bool granted, bool automatic, SendOutcome outcome)
    {
        Far.Server.WindowIsOver = true;

        var sent = await SendAsync(Answer("m_1", Visibility.Private, GraphStub.Person, Now, automatic), granted ? ",\"humanAgent\":true" : "");

        sent.Outcome.ShouldBe(outcome);
        if (outcome == SendOutcome.Sent)
        {
            Far.Server.Answers.ShouldHaveSingleItem().Sent.ShouldContain("\"tag\":\"HUMAN_AGENT\"");
        }
        else
        {
            sent.Detail.ShouldNotBeNull().ShouldContain("time in which this person may be written to is over");
        }
    }

    [Theory]
    [InlineData(200, 0, SendOutcome.Failed, "lacks a permission")]
    [InlineData(10, 0, SendOutcome.Failed, "lacks a permission")]
    [InlineData(551, 0, SendOutcome.Failed, "refuses this (551)")]
    [InlineData(100, 33, SendOutcome.Failed, "does not have this")]
    [InlineData(190, 463, SendOutcome.Later, "not good any more")]
    [InlineData(613, 0, SendOutcome.Later, "asks us to wait")]
    [InlineData(80001, 0, SendOutcome.Later, "asks us to wait")]
    [InlineData(2, 0, SendOutcome.Unknown, "trouble of its own")]
    public async Task Errors_are_told_in_words_and_end_as_they_should(int code, int subcode, SendOutcome outcome, string words)
    {
        var id = Far.Post(Now, "It leaks");
        Far.Server.Refuses = (code, subcode);

        var sent = await SendAsync(Answer(id, Visibility.Public, GraphStub.Person, Now));

        sent.Outcome.ShouldBe(outcome);
        sent.Detail.ShouldNotBeNull().ShouldContain(words);
        sent.AccessLost.ShouldBe(code == 190);
        (sent.LimitedUntil > Now).ShouldBe(code is 613 or 80001);
    }

    [Fact]
    public async Task Private_answer_is_read_back_by_the_person()
    {
        var message = Answer("m_1", Visibility.Private, GraphStub.Person, Now);
        (await ((IReadsBack)Adapter).ReadBackAsync(message, Info(), default)).Outcome.ShouldBe(ReadBackOutcome.NotThere);

        var sent = await SendAsync(message);

        var found = await ((IReadsBack)Adapter).ReadBackAsync(message, Info(), default);
        (found.Outcome, found.ExternalId).ShouldBe((ReadBackOutcome.Found, sent.ExternalId));
        Far.CannotBeRead = true;
        (await ((IReadsBack)Adapter).ReadBackAsync(message, Info(), default)).Outcome.ShouldBe(ReadBackOutcome.CannotTell);
    }

    private Task<SendResult> SendAsync(OutgoingMessage message, string more = "") => ((ISendingChannel)Adapter).SendAsync(message, Info(more), default);
}
