using System.Text.RegularExpressions;
using Inbox.Core.Access;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed partial class RoutingTests(BrowserFixture browser, BrowserApp app)
{
    private const string Name = "Lamps of a maker";

    [Fact]
    public async Task Rule_is_made_tried_saved_moved_by_key_and_by_mouse_and_sends_a_mail_that_says_why()
    {
        // High enough for the whole list: a page that scrolls under the mouse drags something else.
        await using var visit = await Visit.BeginAsync(browser, app, new ViewportSize { Width = 1440, Height = 2000 });
        var page = visit.Page;
        await visit.EnterAsync("Idris Cole");
        await page.GotoAsync("/settings/routing/new");
        await page.GetByLabel("Name").FillAsync(Name);
        await page.GetByLabel("Conditions, condition 1: one of these").FillAsync("flickers, hums");

        // A second group, and a condition that cannot be saved in it, without the mouse.
        await page.Locator("#more-groups").PressAsync("Enter");
        await Assertions.Expect(page.GetByLabel("Group 2, condition 1: looks at")).ToBeFocusedAsync();
        await page.GetByLabel("Group 2, condition 1: looks at").SelectOptionAsync("Sender");
        await Assertions.Expect(page.GetByLabel("Group 2, condition 1: where")).ToHaveCountAsync(0);
        await page.GetByLabel("Group 2, condition 1: one of these").FillAsync("@lamps.example");
        await page.Locator("#more-1").PressAsync("Enter");
        await Assertions.Expect(page.GetByLabel("Group 2, condition 2: looks at")).ToBeFocusedAsync();
        await page.GetByLabel("Group 2, condition 2: looks at").SelectOptionAsync("Pattern");
        await page.GetByLabel("Group 2, condition 2: regular expression").FillAsync("(open");
        await page.GetByLabel("Make it").SelectOptionAsync("High");
        await page.Locator("#try").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#tried")).ToContainTextAsync("This is no regular expression");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator(".condition").Nth(2)).ToContainTextAsync("This is no regular expression");
        // What is shown stands there before the scripts that heed a key.
        await page.WaitForLoadStateAsync();
        await Assertions.Expect(page.GetByLabel("Conditions, condition 1: one of these").Or(page.GetByLabel("Group 1, condition 1: one of these"))).ToHaveValueAsync("flickers, hums");

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove group 2, condition 2" }).PressAsync("Enter");
        await Assertions.Expect(page.Locator(".condition")).ToHaveCountAsync(2);
        await page.Locator("#try").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#tried")).ToContainTextAsync(Taken());
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.WaitForURLAsync("**/settings/routing");

        var id = await app.QueryAsync(db => db.RoutingRules.Where(r => r.Name == Name).Select(r => r.Id).SingleAsync());
        var rows = page.Locator(".ordered > li");
        await Assertions.Expect(rows.Last).ToContainTextAsync(Name);
        await Assertions.Expect(rows.Last).ToContainTextAsync("When subject or text contains “flickers” or “hums” and the sender is “@lamps.example”");
        await Assertions.Expect(rows.Last).ToContainTextAsync("did not match in the last 30 days");
        await page.Locator($"#up-{id}").PressAsync("Enter");
        await Assertions.Expect(rows.Last).Not.ToContainTextAsync(Name);

        await page.Locator($".ordered > li[data-id='{id}'] .grow").DragToAsync(rows.First, new() { TargetPosition = new() { X = 40, Y = 4 } });
        await Assertions.Expect(rows.First).ToContainTextAsync(Name);
        await Eventually.IsAsync(() => app.QueryAsync(db => db.RoutingRules.AnyAsync(r => r.Id == id && r.Position == 1)));

        var number = await app.HandInAsync(Mails.Of("Zed <zed@lamps.example>", BrowserApp.Support, "A lamp", "It flickers at night."));
        await page.GotoAsync($"/cases/{number}");
        await Assertions.Expect(page.Locator("#side-owner")).ToContainTextAsync($"rule 1 “{Name}” because the text contains “flickers” and the sender is “@lamps.example”");
        await page.GotoAsync("/settings/routing");
        await Assertions.Expect(rows.First).ToContainTextAsync("matched once in the last 30 days");

        // The browser notes the save that was refused.
        visit.Complaints.ShouldAllBe(c => c.Contains("/settings/routing/new") && c.Contains("422"));
    }

    [Fact]
    public async Task One_key_says_away_and_back_and_colleagues_see_whose_work_waits()
    {
        var agent = await app.AddAgentAsync(Role.Agent, app.SupportId);
        var number = await app.HandInAsync(Mails.Of("Yan <yan@mail.example>", BrowserApp.Support, "A chair without a leg", "One of four is missing."));
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await visit.SignInAsync(agent);
        await page.GotoAsync($"/cases/{number}");
        await page.Keyboard.PressAsync("a");
        await Assertions.Expect(page.Locator("#case-line")).ToContainTextAsync(agent.DisplayName);

        await page.Keyboard.PressAsync("A");
        await Assertions.Expect(page.Locator("#me > button")).ToHaveAttributeAsync("aria-label", $"{agent.DisplayName}, away: account and theme");
        await page.GotoAsync("/inbox?view=unassigned&sort=newest");
        await Assertions.Expect(page.Locator("a.row-case", new() { HasText = "A chair without a leg" })).ToContainTextAsync($"{agent.DisplayName} is away");

        await page.Keyboard.PressAsync("A");
        await Assertions.Expect(page.Locator("#me > button")).ToHaveAttributeAsync("aria-label", $"{agent.DisplayName}: account and theme");
        await page.GotoAsync("/inbox?view=unassigned&sort=newest");
        await Assertions.Expect(page.Locator("a.row-case", new() { HasText = "A chair without a leg" })).ToHaveCountAsync(0);
        visit.Complaints.ShouldBeEmpty();
    }

    [GeneratedRegex(@"It takes 0 of \d+ cases\.", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Taken();
}
