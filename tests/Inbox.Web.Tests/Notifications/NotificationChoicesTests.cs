using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Notifications;
using Inbox.Testing;
using Inbox.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Notifications;

public sealed class NotificationChoicesTests(ApiApp app) : IClassFixture<ApiApp>
{
    private const string Choices = "/account/notifications";

    [Fact]
    public async Task Choices_are_kept_and_shown_again()
    {
        var agent = await AgentAsync();
        var browser = await app.SignInAsync(agent);

        var answer = await PostAsync(
            browser,
            Choices,
            ("ways[0].Kind", "Escalation"), ("ways[0].Page", "true"), ("ways[0].Browser", "true"), ("ways[0].Mail", "AtOnce"),
            ("ways[1].Kind", "Assigned"),
            ("quiet.By", "Own"), ("quiet.Days", "Monday"), ("quiet.Days", "Friday"), ("quiet.From", "07:30"), ("quiet.To", "16:00"), ("quiet.TimeZone", "Europe/Lisbon"));

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var kept = await app.QueryAsync(db => db.NotificationChoices.Where(c => c.AgentId == agent.Id).OrderBy(c => c.Kind).ToListAsync());
        kept.ConvertAll(c => (c.Kind, c.Page, c.Browser, c.Mail)).ShouldBe(
            [(NotificationKind.Assigned, false, false, MailPace.Never), (NotificationKind.Escalation, true, true, MailPace.AtOnce)]);
        var page = await browser.GetStringAsync(Choices);
        page.ShouldContain("value=\"07:30\"");
        page.ShouldContain("value=\"Europe/Lisbon\"");
        page.ShouldContain("id=\"by-own\" name=\"quiet.By\" value=\"Own\" checked");
    }

    [Fact]
    public async Task Hours_that_cannot_be_are_refused_in_words()
    {
        var browser = await app.SignInAsync(await AgentAsync());

        var answer = await PostAsync(browser, Choices, ("quiet.By", "Own"), ("quiet.From", "07:30"), ("quiet.To", "16:00"), ("quiet.TimeZone", "Europe/Lisbon"));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Choose at least one day.");
    }

    [Fact]
    public async Task List_can_be_narrowed_and_all_of_a_kind_be_read()
    {
        var agent = await AgentAsync();
        var (late, given) = (await TellAsync(agent, "It is late", NotificationKind.Escalation), await TellAsync(agent, "Ben gave you one"));
        var browser = await app.SignInAsync(agent);

        (await browser.GetStringAsync("/notifications?kind=Escalation")).ShouldNotContain("Ben gave you one");
        await PostAsync(browser, $"/notifications?handler=ReadAll&upTo={given}&kind=Escalation");

        var unread = await browser.GetStringAsync("/notifications?unread=true");
        unread.ShouldContain($"id=\"notice-{given}\"");
        unread.ShouldNotContain($"id=\"notice-{late}\"");
    }

    [Fact]
    public async Task What_was_told_often_says_so()
    {
        var agent = await AgentAsync();
        await app.InsertAsync(new Notification { AgentId = agent.Id, Kind = NotificationKind.CustomerWrote, At = DateTimeOffset.UtcNow, Text = "C-1: the customer wrote", Times = 3 });

        (await (await app.SignInAsync(agent)).GetStringAsync("/notifications")).ShouldContain("C-1: the customer wrote (3 times)");
    }

    [Fact]
    public async Task Browser_is_given_what_is_new_and_chosen_for_it()
    {
        var number = await app.CaseByMailAsync(Mails.Of());
        var agent = await AgentAsync();
        await TellAsync(agent, "Before");
        var browser = await app.SignInAsync(agent);
        var start = (await NewsAsync(browser)).GetProperty("upto").GetInt64();
        await TellAsync(agent, $"Ben gave you {number}", number: number);
        await TellAsync(agent, "Something you follow", NotificationKind.Followed);

        var news = await NewsAsync(browser, start);

        var only = news.GetProperty("news").EnumerateArray().ShouldHaveSingleItem();
        (only.GetProperty("text").GetString(), only.GetProperty("case").GetString()).ShouldBe(($"Ben gave you {number}", number));
        (await NewsAsync(browser, news.GetProperty("upto").GetInt64())).GetProperty("news").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Browser_is_given_nothing_while_it_is_quiet_and_all_of_it_afterwards()
    {
        var agent = await AgentAsync();
        var browser = await app.SignInAsync(agent);
        var start = (await NewsAsync(browser)).GetProperty("upto").GetInt64();
        await app.InsertAsync(new QuietHours { AgentId = agent.Id, TimeZone = "Etc/UTC", Hours = new() { [DateTime.UtcNow.AddDays(3).DayOfWeek.ToString()] = ["10:00-11:00"] } });
        await TellAsync(agent, "Ben gave you one");

        var quiet = await NewsAsync(browser, start);
        quiet.GetProperty("news").GetArrayLength().ShouldBe(0);
        quiet.GetProperty("upto").GetInt64().ShouldBe(start);
        await app.QueryAsync(db => db.QuietHours.Where(q => q.AgentId == agent.Id).ExecuteDeleteAsync());

        (await NewsAsync(browser, start)).GetProperty("news").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Administrator_chooses_the_channel_that_mails_leave_by()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var channel = await app.QueryAsync(db => db.Channels.Where(c => c.Kind == "email").OrderBy(c => c.Id).Select(c => c.Id).FirstAsync());

        await PostAsync(admin, "/settings/notices", ("ChannelId", $"{channel}"));

        (await app.QueryAsync(db => db.Channels.Where(c => c.SendsNotices).Select(c => c.Id).SingleAsync())).ShouldBe(channel);
        await PostAsync(admin, "/settings/notices", ("ChannelId", ""));
        (await app.QueryAsync(db => db.Channels.AnyAsync(c => c.SendsNotices))).ShouldBeFalse();
    }

    private Task<Agent> AgentAsync() => app.AddAgentAsync(Role.Agent, app.Support.Id);

    private async Task<long> TellAsync(Agent agent, string text, NotificationKind kind = NotificationKind.Assigned, string? number = null)
    {
        var told = new Notification { AgentId = agent.Id, Kind = kind, CaseId = CaseNumber.TryParse(number, out var id) ? id : null, At = DateTimeOffset.UtcNow, Text = text };
        await app.InsertAsync(told);
        return told.Id;
    }

    private static Task<JsonElement> NewsAsync(HttpClient browser, long? after = null) => browser.GetFromJsonAsync<JsonElement>($"/notifications?handler=Browser&after={after}");

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string address, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await browser.PostAsync(new Uri(address, UriKind.Relative), form);
    }
}
