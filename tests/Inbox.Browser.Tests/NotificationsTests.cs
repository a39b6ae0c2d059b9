using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Notifications;
using Inbox.Testing;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class NotificationsTests(BrowserFixture browser, BrowserApp app)
{
    [Fact]
    public async Task Notification_shows_at_the_bell_and_as_a_toast_and_is_read_with_its_case()
    {
        var number = await app.HandInAsync(Mails.Of(BrowserApp.Nora, BrowserApp.Support, "The lamp again", "It flickers."));
        var agent = await app.AddAgentAsync(Role.Agent, app.SupportId);
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await visit.SignInAsync(agent);
        await page.GotoAsync("/inbox?view=all");
        await Assertions.Expect(page.Locator("#bell .n")).ToBeHiddenAsync();

        await TellAsync(agent, $"Ben gave you {number}", number);
        await TellAsync(agent, "Support mail could not be reached");

        await Assertions.Expect(Bell(page, "Notifications, 2 unread")).ToHaveTextAsync("2");
        var toast = page.Locator("#toasts > *").Filter(new() { HasText = $"Ben gave you {number}" });
        await Assertions.Expect(toast).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#toasts > *").Filter(new() { HasText = "could not be reached" }).GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", "/notifications");
        await toast.GetByRole(AriaRole.Link, new() { Name = "Open" }).ClickAsync();

        await page.WaitForURLAsync($"**/cases/{number}");
        await Assertions.Expect(Bell(page, "Notifications, 1 unread")).ToHaveTextAsync("1");
        await Assertions.Expect(page.Locator("#toasts > *")).ToHaveCountAsync(0);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Page_is_reached_by_its_key_follows_what_comes_and_marks_what_is_read()
    {
        var agent = await app.AddAgentAsync(Role.Agent, app.SupportId);
        await TellAsync(agent, "The first word");
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await visit.SignInAsync(agent);
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("n");
        await page.WaitForURLAsync("**/notifications");
        await Assertions.Expect(page.Locator(".notice")).ToHaveCountAsync(1);

        await TellAsync(agent, "The second word");
        await Assertions.Expect(page.Locator(".notice.unread")).ToHaveTextAsync([.. new[] { "second", "first" }.Select(w => new System.Text.RegularExpressions.Regex($"The {w} word", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)))]);
        await page.Locator(".notice").First.GetByRole(AriaRole.Button, new() { Name = "Mark as read" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice.unread")).ToHaveCountAsync(1);
        await Assertions.Expect(Bell(page, "Notifications, 1 unread")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Mark all as read" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice.unread")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#bell .n")).ToBeHiddenAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Case_opened_from_the_list_takes_what_is_about_it_in_every_window()
    {
        var number = await app.HandInAsync(Mails.Of(BrowserApp.Nora, BrowserApp.Support, "A lamp from the list", "It flickers."));
        var agent = await app.AddAgentAsync(Role.Agent, app.SupportId);
        await TellAsync(agent, $"Ben gave you {number}", number);
        await using var visit = await Visit.BeginAsync(browser, app);
        await using var other = await Visit.BeginAsync(browser, app);
        await visit.SignInAsync(agent);
        await other.SignInAsync(agent);
        await other.Page.GotoAsync("/account");
        await Assertions.Expect(Bell(other.Page, "Notifications, 1 unread")).ToBeVisibleAsync();
        await visit.Page.GotoAsync("/inbox?view=all&sort=newest");

        await visit.Page.Locator("a.row-case").Filter(new() { HasText = "A lamp from the list" }).First.ClickAsync();

        await Assertions.Expect(visit.Page.Locator("#bell .n")).ToBeHiddenAsync();
        await Assertions.Expect(other.Page.Locator("#bell .n")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Many_at_once_are_one_toast()
    {
        var agent = await app.AddAgentAsync(Role.Agent, app.SupportId);
        await using var visit = await Visit.BeginAsync(browser, app);
        await visit.SignInAsync(agent);
        await visit.Page.GotoAsync("/account");

        await app.InsertAsync([.. Enumerable.Range(1, 120).Select(i => Notification(agent, $"Word {i}"))]);

        await Assertions.Expect(Bell(visit.Page, "Notifications, more than 99 unread")).ToHaveTextAsync("99+");
        await Assertions.Expect(visit.Page.Locator("#toasts > *")).ToHaveTextAsync(["Several new notifications.Show"]);
    }

    private static ILocator Bell(IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    private static Notification Notification(Agent agent, string text, long? caseId = null) => new() { Kind = NotificationKind.Assigned, AgentId = agent.Id, CaseId = caseId, At = DateTimeOffset.UtcNow, Text = text };

    private Task TellAsync(Agent agent, string text, string? number = null) =>
        app.InsertAsync(Notification(agent, text, CaseNumber.TryParse(number, out var id) ? id : null));
}
