using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Notifications;
using Inbox.Testing;
using Inbox.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Notifications;

public sealed partial class NotificationsTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task Page_shows_ones_own_with_a_link_to_the_case()
    {
        var number = await app.CaseByMailAsync(Mails.Of());
        var (ana, ben) = (await AgentAsync(), await AgentAsync());
        await TellAsync(ana, "Your answer came back", number);
        await TellAsync(ben, "This is for Ben", number);
        await TellAsync(ana, "The door is in <trouble>");

        var page = await (await app.SignInAsync(ana)).GetStringAsync("/notifications");

        page.ShouldContain($"<a href=\"/cases/{number}\">Your answer came back</a>");
        page.ShouldContain("The door is in &lt;trouble&gt;");
        page.IndexOf("The door is", StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf("Your answer came back", StringComparison.Ordinal));
        page.ShouldNotContain("This is for Ben");
    }

    [Fact]
    public async Task Case_that_one_may_no_longer_see_has_no_link()
    {
        var number = await app.CaseByMailAsync(Mails.Of());
        var (inside, contractor) = (await AgentAsync(), await app.AddAgentAsync(Role.Agent, app.Repair.Id));
        await TellAsync(inside, "About a secret", number);
        await TellAsync(contractor, "About what was yours", number);
        await MoveAsync(number, app.People.Id);

        foreach (var (agent, text) in new[] { (inside, "About a secret"), (contractor, "About what was yours") })
        {
            var browser = await app.SignInAsync(agent);
            var page = await browser.GetStringAsync("/notifications");
            page.ShouldContain(text);
            page.ShouldNotContain($"/cases/{number}");
            (await CountAsync(browser, after: 0)).GetProperty("news")[0].GetProperty("case").ValueKind.ShouldBe(JsonValueKind.Null);
        }
    }

    [Fact]
    public async Task Joined_case_leads_to_the_one_it_was_joined_to()
    {
        var (joined, target) = (await app.CaseByMailAsync(Mails.Of()), await app.CaseByMailAsync(Mails.Of()));
        var agent = await AgentAsync();
        await TellAsync(agent, $"{joined}: First reply is late", joined);
        var (from, into) = (IdOf(joined), IdOf(target));
        await app.QueryAsync(db => db.Cases.Where(c => c.Id == from).ExecuteUpdateAsync(set => set.SetProperty(c => c.FoldedIntoId, into)));

        (await (await app.SignInAsync(agent)).GetStringAsync("/notifications")).ShouldContain($"<a href=\"/cases/{target}\">{joined}: First reply is late</a>");
    }

    [Fact]
    public async Task Fifty_stand_on_a_page_and_older_ones_follow_without_gap_or_repeat()
    {
        var agent = await AgentAsync();
        var rows = Enumerable.Range(1, 101).Select(i => new Notification { AgentId = agent.Id, Kind = NotificationKind.Assigned, At = DateTimeOffset.UtcNow, Text = $"Word {i}" }).ToArray();
        await app.InsertAsync([.. rows]);
        var browser = await app.SignInAsync(agent);

        var (address, sizes, seen) = ("/notifications", new List<int>(), new List<long>());
        while (address is not null)
        {
            var page = await browser.GetStringAsync(address);
            var ids = NoticeId().Matches(page).Select(m => long.Parse(m.Groups["id"].Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
            sizes.Add(ids.Count);
            seen.AddRange(ids);
            address = Older().Match(page) is { Success: true } older ? older.Groups["address"].Value : null;
        }

        sizes.ShouldBe([50, 50, 1]);
        seen.ShouldBe(rows.Select(r => r.Id).OrderDescending());
    }

    [Fact]
    public async Task Days_are_those_of_the_company()
    {
        var agent = await AgentAsync();
        var now = DateTimeOffset.UtcNow;
        await app.InsertAsync(
            new Notification { AgentId = agent.Id, Kind = NotificationKind.Assigned, At = new DateTimeOffset(2024, 2, 29, 23, 30, 0, TimeSpan.Zero), Text = "Long ago" },
            new Notification { AgentId = agent.Id, Kind = NotificationKind.Assigned, At = now.AddDays(-1), Text = "The day before" },
            new Notification { AgentId = agent.Id, Kind = NotificationKind.Assigned, At = now, Text = "Now" });

        var page = await (await app.SignInAsync(agent)).GetStringAsync("/notifications");

        DayName().Matches(page).Select(m => m.Groups["day"].Value).ShouldBe(["Today", "Yesterday", "Thursday, 29 February 2024"]);
        page.ShouldContain("29 Feb 2024, 23:30 UTC");
    }

    [Fact]
    public async Task Marking_one_marks_that_one_and_answers_with_the_list()
    {
        var agent = await AgentAsync();
        var (kept, read) = (await TellAsync(agent, "Kept for later"), await TellAsync(agent, "Read now"));
        var browser = await app.SignInAsync(agent);

        (await PostAsync(browser, $"/notifications?handler=Read&id={read}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var htmx = new HttpRequestMessage(HttpMethod.Post, $"/notifications?handler=Read&id={read}");
        htmx.Headers.Add("HX-Request", "true");
        var answer = await browser.SendAsync(htmx);

        answer.Headers.GetValues("HX-Trigger").ShouldBe(["inbox:read"]);
        var list = await answer.Content.ReadAsStringAsync();
        list.TrimStart().ShouldStartWith("<div id=\"notices\"");
        list.ShouldContain($"id=\"read-{kept}\"");
        list.ShouldNotContain($"id=\"read-{read}\"");
        (await CountAsync(browser)).GetProperty("unread").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_marks_what_belongs_to_another()
    {
        var (ana, ben) = (await AgentAsync(), await AgentAsync());
        var bens = await TellAsync(ben, "For Ben");
        var browser = await app.SignInAsync(ana);

        (await PostAsync(browser, $"/notifications?handler=Read&id={bens}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync(browser, $"/notifications?handler=ReadAll&upTo={bens}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await CountAsync(await app.SignInAsync(ben))).GetProperty("unread").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Mark_all_takes_what_was_shown_and_then_goes_away()
    {
        var agent = await AgentAsync();
        await TellAsync(agent, "First");
        var shown = await TellAsync(agent, "Second");
        var browser = await app.SignInAsync(agent);
        var act = $"/notifications?handler=ReadAll&amp;upTo={shown}";
        (await browser.GetStringAsync("/notifications")).ShouldContain(act);
        var after = await TellAsync(agent, "Came meanwhile");

        await PostAsync(browser, WebUtility.HtmlDecode(act));
        (await CountAsync(browser)).GetProperty("unread").GetInt32().ShouldBe(1);
        await PostAsync(browser, $"/notifications?handler=ReadAll&upTo={after}");

        (await browser.GetStringAsync("/notifications")).ShouldNotContain("Mark all as read");
    }

    [Fact]
    public async Task Opened_case_takes_its_own()
    {
        var number = await app.CaseByMailAsync(Mails.Of());
        var agent = await AgentAsync();
        await TellAsync(agent, "About the case", number);
        await TellAsync(agent, "About a door");
        var browser = await app.SignInAsync(agent);

        (await PostAsync(browser, $"/notifications?handler=ReadCase&case={IdOf(number)}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var page = await browser.GetStringAsync("/notifications");
        page.ShouldContain("Unread: </span>About a door");
        page.ShouldNotContain($"Unread: </span><a href=\"/cases/{number}\"");
    }

    [Fact]
    public async Task Bell_is_told_the_number_and_what_is_new_since()
    {
        var number = await app.CaseByMailAsync(Mails.Of());
        var agent = await AgentAsync();
        var old = await TellAsync(agent, "Old");
        var browser = await app.SignInAsync(agent);
        var first = await CountAsync(browser);
        var fresh = await TellAsync(agent, "Fresh", number);

        first.GetProperty("unread").GetInt32().ShouldBe(1);
        first.GetProperty("newest").GetInt64().ShouldBe(old);
        first.GetProperty("news").GetArrayLength().ShouldBe(0);

        var second = await CountAsync(browser, old);
        second.GetProperty("unread").GetInt32().ShouldBe(2);
        var news = second.GetProperty("news").EnumerateArray().ShouldHaveSingleItem();
        (news.GetProperty("id").GetInt64(), news.Text("text"), news.Text("case")).ShouldBe((fresh, "Fresh", number));
    }

    [Fact]
    public async Task Word_of_the_bell_and_of_the_browser_leads_where_its_line_leads()
    {
        var number = await app.CaseByMailAsync(Mails.Of());
        var agent = await AgentAsync();
        await TellAsync(agent, "Old");
        var browser = await app.SignInAsync(agent);
        var after = (await CountAsync(browser)).GetProperty("newest").GetInt64();
        await TellAsync(agent, "Fresh", number);
        await app.InsertAsync(new Notification { AgentId = agent.Id, Kind = NotificationKind.Escalation, At = DateTimeOffset.UtcNow, Text = "14 promises became late while Inbox was down" });

        string?[] addresses = ["/inbox?view=due", $"/cases/{number}"];
        (await CountAsync(browser, after)).GetProperty("news").EnumerateArray().Select(n => n.Text("address")).ShouldBe(addresses);
        var shown = await browser.GetFromJsonAsync<JsonElement>($"/notifications?handler=Browser&after={after}");
        shown.GetProperty("news").EnumerateArray().Select(n => n.Text("address")).ShouldContain("/inbox?view=due");
    }

    [Fact]
    public async Task Bell_counts_to_a_hundred_and_no_further()
    {
        var agent = await AgentAsync();
        await app.InsertAsync([.. Enumerable.Range(1, 120).Select(i => new Notification { AgentId = agent.Id, Kind = NotificationKind.Assigned, At = DateTimeOffset.UtcNow, Text = $"Word {i}" })]);

        var count = await CountAsync(await app.SignInAsync(agent), after: 0);

        count.GetProperty("unread").GetInt32().ShouldBe(100);
        count.GetProperty("news").EnumerateArray().Select(n => n.Text("text")).ShouldBe(["Word 120", "Word 119", "Word 118", "Word 117"]);
    }

    [Fact]
    public async Task Everybody_has_a_bell_and_words_when_there_is_nothing()
    {
        foreach (var browser in new[] { await app.SignInAsync(Role.Marketing), await app.SignInAsync(Role.Agent, app.Repair.Id), await app.SignInAsync(Role.Manager), await app.SignInAsync(Role.Admin) })
        {
            var page = await browser.GetStringAsync("/notifications");
            page.ShouldContain("Nothing yet.");
            page.ShouldContain("id=\"bell\"");
            (await CountAsync(browser)).GetProperty("unread").GetInt32().ShouldBe(0);
        }
    }

    [Fact]
    public async Task Strangers_are_told_nothing() =>
        (await app.Visitor().GetAsync("/notifications?handler=Count")).StatusCode.ShouldNotBe(HttpStatusCode.OK);

    private static long IdOf(string number) => CaseNumber.TryParse(number, out var id) ? id : throw new ArgumentException(number, nameof(number));

    private static Task<JsonElement> CountAsync(HttpClient browser, long? after = null) =>
        browser.GetFromJsonAsync<JsonElement>($"/notifications?handler=Count&after={after}");

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string address)
    {
        using var form = new FormUrlEncodedContent([]);
        return await browser.PostAsync(new Uri(address, UriKind.Relative), form);
    }

    private Task<Agent> AgentAsync() => app.AddAgentAsync(Role.Agent, app.Support.Id);

    private async Task<long> TellAsync(Agent agent, string text, string? number = null)
    {
        var told = new Notification { AgentId = agent.Id, Kind = NotificationKind.Assigned, CaseId = number is null ? null : IdOf(number), At = DateTimeOffset.UtcNow, Text = text };
        await app.InsertAsync(told);
        return told.Id;
    }

    private Task<int> MoveAsync(string number, long departmentId)
    {
        var id = IdOf(number);
        return app.QueryAsync(db => db.Cases.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.DepartmentId, departmentId)));
    }

    [GeneratedRegex("id=\"notice-(?<id>[0-9]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoticeId();

    [GeneratedRegex("href=\"(?<address>[^\"]+)\">Older<", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Older();

    [GeneratedRegex("<h2 class=\"label\">(?<day>[^<]+)<", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DayName();
}
