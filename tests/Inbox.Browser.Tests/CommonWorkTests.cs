using Inbox.Core.Access;
using Inbox.Core.Notifications;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

/// <summary>Work on one case by several people: naming, following, merging, splitting, linking.</summary>
[Collection(BrowserCollection.Name)]
public sealed class CommonWorkTests(BrowserFixture browser, BrowserApp app)
{
    [Fact]
    public async Task Colleague_is_named_by_typing_and_told()
    {
        var number = await HandInAsync();
        var colleague = await app.AddAgentAsync(Role.Agent, app.SupportId);
        await using var visit = await OpenAsync(number);
        var page = visit.Page;
        await page.Keyboard.PressAsync("n");
        var text = page.Locator("#composer-text");
        await text.PressSequentiallyAsync($"Look at this, @{colleague.DisplayName}");
        await Assertions.Expect(page.Locator("#names [role='option'][aria-selected='true']")).ToContainTextAsync(colleague.DisplayName);
        await text.PressAsync("Enter");
        await Assertions.Expect(text).ToHaveValueAsync($"Look at this, @{colleague.DisplayName} ");
        await text.PressAsync("Control+Enter");

        await Assertions.Expect(page.Locator(".msg.note .named")).ToHaveTextAsync($"@{colleague.DisplayName}");
        await Assertions.Expect(page.Locator("#side-followers")).ToContainTextAsync(colleague.DisplayName);
        (await app.QueryAsync(db => db.Notifications.CountAsync(n => n.AgentId == colleague.Id && n.Kind == NotificationKind.Named))).ShouldBe(1);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Case_is_followed_by_key_and_listed()
    {
        var number = await HandInAsync();
        await using var visit = await OpenAsync(number);
        var page = visit.Page;
        await page.Keyboard.PressAsync("w");
        await Assertions.Expect(page.Locator("#act-follow")).ToContainTextAsync("Unfollow");

        await page.GotoAsync("/inbox?view=following");
        await Assertions.Expect(page.Locator("#view-following .n")).ToHaveTextAsync("1");
        await Assertions.Expect(page.Locator("#rows .row-case")).ToHaveCountAsync(1);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Case_is_merged_into_another_and_taken_back()
    {
        var (into, from) = (await HandInAsync(), await HandInAsync());
        await using var visit = await OpenAsync(from);
        var page = visit.Page;
        await page.Keyboard.PressAsync("Shift+M");
        await page.Locator("#merge-q").FillAsync(into);
        await page.Locator("#merge-found label").Filter(new() { HasText = into }).ClickAsync();
        await page.Locator("#merge-dialog").GetByRole(AriaRole.Button, new() { Name = "Merge" }).ClickAsync();

        await Assertions.Expect(page.Locator(".case-number")).ToHaveTextAsync(into);
        await Assertions.Expect(page.Locator("#thread .msg")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#thread")).ToContainTextAsync($"Merged with {from}");
        await page.Locator("#toasts").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Assertions.Expect(page.Locator(".case-number")).ToHaveTextAsync(from);
        await Assertions.Expect(page.Locator("#thread .msg")).ToHaveCountAsync(1);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_is_split_off_and_the_split_undone_from_the_history()
    {
        var number = await HandInAsync();
        var first = await ExternalIdAsync(number);
        await app.HandInAsync(Mails.Of($"Nora Vale <{BrowserApp.Nora}>", BrowserApp.Support, "The charger", "The charger, too.", inReplyTo: first));
        await using var visit = await OpenAsync(number);
        var page = visit.Page;
        await page.Keyboard.PressAsync("Shift+S");
        await page.Locator("#thread .msg").Filter(new() { HasText = "The charger, too." }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await Assertions.Expect(page.Locator("#split-count")).ToHaveTextAsync("1 message");
        await page.Locator("#split-bar").GetByRole(AriaRole.Button, new() { Name = "Split off" }).ClickAsync();

        await Assertions.Expect(page.Locator("#case-subject")).ToHaveTextAsync("The charger");
        await Assertions.Expect(page.Locator(".case-number")).Not.ToHaveTextAsync(number);
        await Assertions.Expect(page.Locator("#side-links")).ToContainTextAsync(number);
        await page.Locator("#thread").GetByRole(AriaRole.Button, new() { Name = "Undo split" }).ClickAsync();

        await Assertions.Expect(page.Locator(".case-number")).ToHaveTextAsync(number);
        await Assertions.Expect(page.Locator("#thread .msg")).ToHaveCountAsync(2);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Parent_with_open_children_asks_before_it_is_resolved()
    {
        var (parent, child) = (await HandInAsync(), await HandInAsync());
        await using var visit = await OpenAsync(parent);
        var page = visit.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Link a case" }).ClickAsync();
        await page.Locator("#link-role").SelectOptionAsync("ParentOf");
        await page.Locator("#link-q").FillAsync(child);
        await page.Locator("#link-found label").Filter(new() { HasText = child }).ClickAsync();
        await page.Locator("#link-dialog").GetByRole(AriaRole.Button, new() { Name = "Link" }).ClickAsync();
        await Assertions.Expect(page.Locator("#side-links")).ToContainTextAsync("1 of 1 open");

        await page.Keyboard.PressAsync("e");
        await Assertions.Expect(page.Locator("#anyway-text")).ToContainTextAsync($"{child} is a child of this case and still open");
        await page.Locator("#anyway-dialog").GetByRole(AriaRole.Button, new() { Name = "Not yet" }).ClickAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    private Task<string> HandInAsync() =>
        app.HandInAsync(Mails.Of($"Nora Vale <{BrowserApp.Nora}>", BrowserApp.Support, $"A kettle {Guid.NewGuid():N}"));

    private async Task<Visit> OpenAsync(string number)
    {
        var visit = await Visit.BeginAsync(browser, app);
        await visit.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));
        await visit.Page.GotoAsync($"/cases/{number}");
        return visit;
    }

    private Task<string> ExternalIdAsync(string number)
    {
        var id = long.Parse(number[2..], System.Globalization.CultureInfo.InvariantCulture);
        return app.QueryAsync(db => db.Messages.Where(m => m.CaseId == id).Select(m => m.ExternalId).FirstAsync());
    }
}
