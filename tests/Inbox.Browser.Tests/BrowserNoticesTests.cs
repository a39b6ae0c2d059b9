using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Notifications;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

/// <summary>Notifications shown by the browser itself. A stand-in for its constructor notes them, since nobody can look at a real one.</summary>
[Collection(BrowserCollection.Name)]
public sealed class BrowserNoticesTests(BrowserFixture browser, BrowserApp app)
{
    private const string StandIn =
        """
        globalThis.shownNotices = [];
        globalThis.Notification = class extends EventTarget {
          static permission = document.cookie.includes('test-asked') ? 'granted' : 'default';
          static async requestPermission() { document.cookie = 'test-asked=yes; path=/'; return Notification.permission = 'granted'; }
          constructor(title, options) { super(); globalThis.shownNotices.push({ body: options.body, notice: this }); }
          close() {}
        };
        """;

    [Fact]
    public async Task Browser_is_asked_by_a_click_shows_what_was_chosen_once_and_leads_to_the_case()
    {
        var number = await app.HandInAsync(Mails.Of(BrowserApp.Nora, BrowserApp.Support, "The lamp once more", "It flickers."));
        var agent = await app.AddAgentAsync(Role.Agent, app.SupportId);
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await page.Context.AddInitScriptAsync(StandIn);
        await visit.SignInAsync(agent);
        await page.GotoAsync("/account/notifications");
        await page.GetByLabel("Followed cases: by the browser").CheckAsync();
        await page.GetByLabel("Given to you: by the browser").UncheckAsync();
        await page.GetByLabel("Tasks: in the page").UncheckAsync();
        await Assertions.Expect(page.GetByLabel("Tasks: by mail")).ToBeDisabledAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator("#toasts")).ToContainTextAsync("Saved");
        (await app.QueryAsync(db => db.NotificationChoices.CountAsync(c => c.AgentId == agent.Id && !c.Page))).ShouldBe(1);
        var asked = page.WaitForResponseAsync(r => r.Url.Contains("handler=Browser", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Let this browser show them" }).ClickAsync();
        await asked;
        await using var other = await OtherTabAsync(page);

        await TellAsync(agent, $"Ben gave you {number}", number, NotificationKind.Assigned);
        await TellAsync(agent, $"{number}: somebody answered", number, NotificationKind.Followed);

        await Eventually.IsAsync(async () => (await ShownAsync(page)).Count > 0);
        await Task.Delay(1500);
        (await ShownAsync(page)).Concat(await ShownAsync(other.Page)).ShouldBe([$"{number}: somebody answered"]);
        await page.EvaluateAsync("shownNotices[0].notice.dispatchEvent(new Event('click'))");
        await page.WaitForURLAsync($"**/cases/{number}");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_shown_of_a_case_that_lies_before_ones_eyes()
    {
        var number = await app.HandInAsync(Mails.Of(BrowserApp.Nora, BrowserApp.Support, "The lamp in sight", "It flickers."));
        var agent = await app.AddAgentAsync(Role.Agent, app.SupportId);
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await page.Context.AddInitScriptAsync(StandIn.Replace("document.cookie.includes('test-asked')", "true", StringComparison.Ordinal));
        await visit.SignInAsync(agent);
        var asked = page.WaitForResponseAsync(r => r.Url.Contains("handler=Browser", StringComparison.Ordinal));
        await page.GotoAsync($"/cases/{number}");
        await asked;

        await TellAsync(agent, $"Ben gave you {number}", number, NotificationKind.Assigned);
        await TellAsync(agent, "A colleague named you", number: null, NotificationKind.Named);

        await Eventually.IsAsync(async () => (await ShownAsync(page)).Count > 0);
        (await ShownAsync(page)).ShouldBe(["A colleague named you"]);
        visit.Complaints.ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<string>> ShownAsync(IPage page) =>
        JsonSerializer.Deserialize<string[]>(await page.EvaluateAsync<string>("JSON.stringify(shownNotices.map(n => n.body))"))!;

    private static async Task<Tab> OtherTabAsync(IPage page)
    {
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(new Uri(new Uri(page.Url), "/account").ToString());
        await page.BringToFrontAsync();
        return new Tab(other);
    }

    private Task TellAsync(Agent agent, string text, string? number, NotificationKind kind) =>
        app.InsertAsync(new Notification { Kind = kind, AgentId = agent.Id, CaseId = CaseNumber.TryParse(number, out var id) ? id : null, At = DateTimeOffset.UtcNow, Text = text });

    private sealed class Tab(IPage page) : IAsyncDisposable
    {
        public IPage Page => page;

        public async ValueTask DisposeAsync() => await page.CloseAsync();
    }
}
