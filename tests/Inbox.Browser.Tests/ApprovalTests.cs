using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Testing;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

/// <summary>A newcomer's answers are read by their manager before the customer gets them.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ApprovalTests(BrowserFixture browser, BrowserApp app)
{
    [Fact]
    public async Task Answer_waits_is_returned_with_a_reason_written_anew_and_approved()
    {
        var number = await app.HandInAsync(Mails.Of(BrowserApp.Nora, BrowserApp.Support, "The oven beeps all night", "Can I switch it off?"));
        var (newcomer, manager, admin) = (await app.AddAgentAsync(Role.Agent, app.SupportId), await app.AddAgentAsync(Role.Manager, app.SupportId), await app.AddAgentAsync(Role.Admin));
        await using var settings = await Visit.BeginAsync(browser, app);
        await settings.SignInAsync(admin);
        await settings.Page.GotoAsync($"/settings/people/{newcomer.Id}");
        await settings.Page.GetByRole(AriaRole.Button, new() { Name = "Have their answers approved first" }).ClickAsync();
        await settings.Page.WaitForURLAsync("**/settings/people");
        await settings.Page.GotoAsync($"/settings/people/{newcomer.Id}");
        await Assertions.Expect(settings.Page.GetByText("Their answers wait until")).ToBeVisibleAsync();

        await using var theirs = await Visit.BeginAsync(browser, app);
        await using var ours = await Visit.BeginAsync(browser, app);
        await theirs.SignInAsync(newcomer);
        await ours.SignInAsync(manager);
        await ours.Page.GotoAsync("/inbox?view=mine");
        await theirs.Page.GotoAsync($"/cases/{number}");
        await AskAsync(theirs.Page, "Pull the plug.");
        await Assertions.Expect(theirs.Page.Locator(".msg.out .delivery")).ToContainTextAsync("waits for approval");
        await Assertions.Expect(theirs.Page.Locator("#side-promises")).Not.ToContainTextAsync("First reply met");

        var waiting = ours.Page.Locator("#view-approvals");
        await Assertions.Expect(waiting).ToContainTextAsync("To approve");
        await waiting.ClickAsync();
        await ours.Page.Locator("a.row-case").Filter(new() { HasText = "The oven beeps" }).ClickAsync();
        await ours.Page.GetByRole(AriaRole.Button, new() { Name = "Return …" }).ClickAsync();
        await ours.Page.Locator("#reason-text").FillAsync("Tell them how to mute it.");
        await ours.Page.Locator("#reason-dialog").GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();

        await Assertions.Expect(theirs.Page.Locator("#toasts")).ToContainTextAsync("Tell them how to mute it.");
        await Assertions.Expect(theirs.Page.Locator("#thread")).ToContainTextAsync("Answer returned: Tell them how to mute it.");
        await theirs.Page.ReloadAsync();
        await Assertions.Expect(theirs.Page.Locator("#composer-text")).ToHaveValueAsync("Pull the plug.");
        await AskAsync(theirs.Page, "Hold the bell key for three seconds.");

        await ours.Page.GetByRole(AriaRole.Button, new() { Name = "Approve and send" }).ClickAsync();
        await Assertions.Expect(ours.Page.Locator("#toasts")).ToContainTextAsync("The answer leaves in");
        await Assertions.Expect(theirs.Page.Locator("#side-promises")).ToContainTextAsync("First reply met");
        await Eventually.IsAsync(() => Task.FromResult(app.Mail.Delivered(BrowserApp.Nora).Any(m => System.Text.Encoding.UTF8.GetString(m).Contains("Hold the bell key", StringComparison.Ordinal))));
        (theirs.Complaints.Concat(ours.Complaints).Concat(settings.Complaints)).ShouldBeEmpty();
    }

    private static async Task AskAsync(IPage page, string text)
    {
        await page.Locator("#composer-text").FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask for approval" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("#toasts")).ToContainTextAsync("Your answer waits for approval.");
    }
}
