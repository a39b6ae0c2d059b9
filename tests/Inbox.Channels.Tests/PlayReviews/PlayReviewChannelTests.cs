using Inbox.Channels.Api;
using Inbox.Channels.Tests.Contract;
using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Replies;
using Inbox.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.PlayReviews;

public sealed class PlayReviewChannelTests : FarSideContract<PlayFarSide>
{
    protected override async Task<PlayFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());

    [Fact]
    public async Task Review_tells_its_title_stars_device_and_thumbs()
    {
        var id = Far.Post(Now.AddMinutes(-1), "Since version 3", 2);
        Far.Reviews.Change(id, r => r with { Title = "Leaks" });

        await PollAsync();

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        (message.Subject, message.ReplyText, message.Reach).ShouldBe(("★★☆☆☆ 2 of 5 stars: Leaks", "Since version 3", 9));
        message.Text.ShouldBe("Since version 3\n\nApp version 3.1\nAndroid API level 34\nDevice Fairphone FP5\nLanguage en");
        message.PostedAt.ShouldBe(Clock.Stored(Far.Reviews.Find(id)!.At));
    }

    [Fact]
    public async Task Review_that_is_too_old_for_the_api_is_not_taken_for_deleted()
    {
        var id = Far.Post(Now.AddMinutes(-1), "It leaks");
        await PollAsync();
        Company.Clock.Advance(TimeSpan.FromDays(8));
        Far.Delete(id);

        await PollAsync();

        (await MessagesAsync()).ShouldHaveSingleItem().DeletedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Reach_is_the_thumbs()
    {
        var id = Far.Post(Now.AddMinutes(-1), "It leaks");
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);

        var reading = await ((IRefreshesReach)Adapter).ReadReachAsync([id, "gone"], rules.Info(await DoorAsync()), default);

        reading.Figures.ShouldBe([new ReachFigures(id, 9, 7, 0, 0)]);
    }

    [Fact]
    public void Reply_has_350_characters_and_takes_the_place_of_the_one_before()
    {
        var terms = Adapter.Traits.PublicReply.ShouldNotBeNull();

        (terms.Overwrites, terms.Limit).ShouldBe((true, new TextLimit(350, TextUnit.Utf16)));
    }

    [Theory]
    [InlineData("{\"pollMinutes\":61}", "pollMinutes")]
    [InlineData("{\"pollMinutes\":0}", "pollMinutes")]
    [InlineData("{\"pollMinutes\":\"often\"}", "pollMinutes")]
    [InlineData("{\"opensCaseUpTo\":\"6\"}", "opensCaseUpTo")]
    public void Settings_that_would_miss_a_review_are_refused(string settings, string field) => Adapter.CheckSettings(settings).Keys.ShouldBe([field]);

    [Fact]
    public async Task Check_says_what_is_wrong_with_the_key()
    {
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var typed = rules.Info(await DoorAsync());
        var check = (IChecksAccess)Adapter;

        (await check.CheckAsync(typed, default)).Found.ShouldBe(["Google Play lets us in.", "The first page of the last week has 0 reviews."]);
        (await check.CheckAsync(typed with { Settings = """{"serviceAccountSecret":"{\"type\":\"service_account\"}"}""" }, default)).Problem.ShouldNotBeNull().ShouldContain("is not the JSON file");
        (await check.CheckAsync(typed with { Address = "com.example.other" }, default)).Problem.ShouldNotBeNull().ShouldContain("finds no app");
        Far.RevokeAccess();
        (await check.CheckAsync(typed, default)).Problem.ShouldNotBeNull().ShouldContain("Make a new key");
    }

    [Fact]
    public void Questions_beyond_the_budget_of_an_hour_wait_and_other_apps_do_not()
    {
        var budget = new CallBudget(2, Company.Clock);
        budget.Spend("one");
        var first = Now;
        Company.Clock.Advance(TimeSpan.FromMinutes(10));
        budget.Spend("one");

        var refused = Should.Throw<ApiException>(() => budget.Spend("one"));

        (refused.Failure, refused.Until).ShouldBe((ApiFailure.Limited, first.AddHours(1)));
        budget.Spend("two");
        Company.Clock.MoveTo(refused.Until);
        budget.Spend("one");
        Should.Throw<ApiException>(() => budget.Spend("one"));
    }
}
