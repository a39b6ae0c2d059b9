using Inbox.Channels.Tests.Contract;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Delivery;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.GoogleReviews;

public sealed class GoogleReviewChannelTests : FarSideContract<GoogleReviewFarSide>
{
    protected override async Task<GoogleReviewFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());

    [Theory]
    [InlineData(1, "★☆☆☆☆ 1 of 5 stars", true)]
    [InlineData(3, "★★★☆☆ 3 of 5 stars", true)]
    [InlineData(4, "★★★★☆ 4 of 5 stars", false)]
    public async Task Stars_stand_in_the_subject_and_few_of_them_open_a_case(int stars, string subject, bool opens)
    {
        Far.Post(Now.AddMinutes(-1), "It leaks", stars);

        await PollAsync();

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        (message.Subject, message.CaseId is not null, message.FromName, message.Visibility).ShouldBe((subject, opens, "Ana Ruiz", Visibility.Public));
    }

    [Fact]
    public async Task How_many_stars_open_a_case_is_the_administrators_to_say()
    {
        await Company.SetAsync(async db =>
        {
            var door = await db.Channels.SingleAsync(c => c.Id == DoorId);
            door.Settings = door.Settings.Replace("}", ",\"opensCaseUpTo\":\"1\"}", StringComparison.Ordinal);
        });
        Far.Post(Now.AddMinutes(-2), "Bad", 1);
        Far.Post(Now.AddMinutes(-1), "Poor", 2);

        await PollAsync();

        (await MessagesAsync()).Select(m => m.CaseId is not null).ShouldBe([true, false]);
    }

    [Fact]
    public async Task Rating_without_words_is_filed_as_such()
    {
        Far.Post(Now.AddMinutes(-1), "", 1);

        await PollAsync();

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        (message.ReplyText, message.CaseId is not null).ShouldBe(("[rating without words]", true));
    }

    [Fact]
    public async Task Two_people_of_one_name_are_two_customers()
    {
        Far.Post(Now.AddMinutes(-2), "It leaks");
        Far.Post(Now.AddMinutes(-1), "It hums");

        await PollAsync();

        (await MessagesAsync()).Select(m => m.HandleId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Review_that_was_answered_elsewhere_shows_the_reply_and_opens_no_case()
    {
        var id = Far.Post(Now.AddMinutes(-9), "It leaks");
        Far.Reviews.Change(id, r => r with { Reply = "Sorry!\nWe call you.", RepliedAt = Now.AddMinutes(-1) });

        await PollAsync();

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        message.CaseId.ShouldBeNull();
        message.ReplyText.ShouldBe("It leaks");
        message.Text.ShouldEndWith("Our reply that stands there:\n> Sorry!\n> We call you.");
    }

    [Fact]
    public async Task Second_reply_takes_the_place_of_the_first_and_is_no_edit_of_the_review()
    {
        Far.Post(Now.AddMinutes(-1), "It leaks");
        await PollAsync();
        var caseId = (await MessagesAsync()).Single().CaseId!.Value;
        await SendAsync(caseId, "The first");
        await SendAsync(caseId, "The second");

        Far.Answers.ShouldBe(["The second"]);
        await PollAsync();
        (await Company.DbAsync(db => db.Events.CountAsync(e => e.Kind == CaseEventKind.Edited))).ShouldBe(0);
    }

    [Fact]
    public async Task Reply_is_counted_in_bytes_and_a_longer_one_never_leaves()
    {
        var id = Far.Post(Now.AddMinutes(-1), "It leaks");
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var message = new OutgoingMessage
        {
            MessageId = 1, CaseId = 1, ExternalId = "word", Token = "word", FromName = "Acme", To = [], Subject = "", Text = new string('ü', 2049), At = Now, InReplyTo = id,
        };

        var refused = await ((ISendingChannel)Adapter).SendAsync(message, rules.Info(await DoorAsync()), default);
        var taken = await ((ISendingChannel)Adapter).SendAsync(message with { Text = new string('ü', 2048) }, rules.Info(await DoorAsync()), default);

        (refused.Outcome, taken.Outcome).ShouldBe((SendOutcome.Failed, SendOutcome.Sent));
    }

    [Fact]
    public async Task Access_token_is_kept_and_another_one_asked_for_when_it_is_refused()
    {
        await PollAsync();
        await PollAsync();
        Far.Tokens.ShouldBe(1);

        Far.EndAccessToken();
        Far.Post(Now, "It leaks");
        await PollAsync();

        Far.Tokens.ShouldBe(2);
        (await TextsAsync()).ShouldBe(["It leaks"]);
    }

    [Theory]
    [InlineData("accounts/1/locations/2/reviews/../../../../v1/x")]
    [InlineData("https://elsewhere.example/")]
    public async Task Name_that_leads_elsewhere_is_never_asked_for(string id)
    {
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var message = new OutgoingMessage
        {
            MessageId = 1, CaseId = 1, ExternalId = "word", Token = "word", FromName = "Acme", To = [], Subject = "", Text = "Hello", At = Now, InReplyTo = id,
        };

        (await ((ISendingChannel)Adapter).SendAsync(message, rules.Info(await DoorAsync()), default)).Outcome.ShouldBe(SendOutcome.Failed);

        Far.Requests.ShouldNotContain(r => r.Method == "PUT");
    }

    [Fact]
    public async Task Check_says_what_it_found_or_what_is_wrong()
    {
        Far.Post(Now.AddMinutes(-1), "It leaks");
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var typed = rules.Info(await DoorAsync());
        var check = (IChecksAccess)Adapter;

        (await check.CheckAsync(typed, default)).Found.ShouldContain("The location has 1 review, 3.5 stars on average.");
        (await check.CheckAsync(typed with { Address = "accounts/1/locations/9" }, default)).Problem.ShouldNotBeNull().ShouldContain("finds no location");
        (await check.CheckAsync(typed with { Settings = "{}" }, default)).Problem.ShouldBe("The client id or the client secret is missing.");
        Far.RevokeAccess();
        (await check.CheckAsync(typed, default)).Problem.ShouldNotBeNull().ShouldContain("no longer takes our grant");
    }

    private async Task SendAsync(long caseId, string text)
    {
        await Company.AnswerAsync(caseId, text: text);
        Company.Clock.Advance(TimeSpan.FromSeconds(10));
        await Company.RunAsync<DeliveryWorker>();
        await UntilAsync(async () => (await DeliveryAsync()).State == OutboundState.Sent);
        await Company.StopAsync<DeliveryWorker>();
    }
}
