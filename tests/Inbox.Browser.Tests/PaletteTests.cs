using Inbox.Core.Access;
using Inbox.Core.CannedAnswers;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Macros;
using Inbox.Core.Playbooks;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class PaletteTests(BrowserFixture browser, BrowserApp app)
{
    [Fact]
    public async Task Answer_is_found_and_taken_by_the_keyboard_and_an_unknown_name_is_asked_about_before_it_leaves()
    {
        await app.InsertAsync(
            new CannedAnswer { Title = "The lid, part one", Body = "Hello {{customer.first_name}},\n\nabout {{case.number}}: a new lid is on its way.", Keywords = "spare", DepartmentId = app.SupportId });
        var number = await app.HandInAsync(Mails.Of("nameless-lid@mail.example", BrowserApp.Support, "The lid", "It broke."));
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await visit.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));
        await page.GotoAsync($"/cases/{number}");
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("First a line.");
        await page.Keyboard.PressAsync("Enter");

        await page.Keyboard.TypeAsync("/");
        await Assertions.Expect(page.Locator("#palette-words")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("spare lid");
        var entry = page.GetByRole(AriaRole.Option, new() { Name = "The lid, part one" });
        await Assertions.Expect(entry).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(page.Locator("#palette-preview")).ToContainTextAsync($"about {number}: a new lid");
        await page.Keyboard.PressAsync("Enter");

        var text = page.Locator("#composer-text");
        await Assertions.Expect(text).ToHaveValueAsync($"First a line.\nHello {{{{customer.first_name}}}},\n\nabout {number}: a new lid is on its way.");
        (await page.EvaluateAsync<string>("getSelection().toString()")).ShouldBe("{{customer.first_name}}");
        await page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator("#unfilled-dialog")).ToContainTextAsync("{{customer.first_name}} still stands in your text");
        await page.GetByRole(AriaRole.Button, new() { Name = "Fill it in" }).ClickAsync();
        await page.Keyboard.TypeAsync("there");
        await page.Keyboard.PressAsync("Control+Enter");

        await Assertions.Expect(page.Locator(".msg.out")).ToContainTextAsync("Hello there,");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_still_open_is_asked_about_before_a_macro_or_an_answer_resolves()
    {
        await app.InsertAsync(new Macro { Name = "Settle the spout", DepartmentId = app.SupportId, Actions = new MacroActions { Status = CaseStatus.Resolved, Reason = "spoke" } });
        var number = await app.HandInAsync(Mails.Of(BrowserApp.Nora, BrowserApp.Support, "The spout", "It drips."));
        var id = long.Parse(number[2..], System.Globalization.CultureInfo.InvariantCulture);
        var agent = await app.AddAgentAsync(Role.Agent, app.SupportId);
        await app.InsertAsync(
            await app.QueryAsync(async db => CaseTask.Ask(await db.Cases.SingleAsync(c => c.Id == id), app.SupportId, null, agent.Id, "Which spout?", DateTimeOffset.UtcNow.AddHours(2), DateTimeOffset.UtcNow)),
            new OpenPlaybook { CaseId = id, Name = "Spouts", OpenedAt = DateTimeOffset.UtcNow, Steps = [new OpenStep("Call them", null, null, null, Required: true)] });
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await visit.SignInAsync(agent);
        await page.GotoAsync($"/cases/{number}");

        await page.Keyboard.PressAsync("m");
        await page.Locator("#palette-words").FillAsync("settle the spout");
        await Assertions.Expect(page.GetByRole(AriaRole.Option, new() { Name = "Settle the spout" })).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#anyway-dialog").GetByRole(AriaRole.Button, new() { Name = "Not yet" }).ClickAsync();

        await page.Keyboard.PressAsync("r");
        await page.Locator("#composer-text").FillAsync("A new spout is on its way.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Other ways to send" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send and resolve" }).ClickAsync();
        await Assertions.Expect(page.Locator("#reason-title")).ToContainTextAsync("Call them");
        await page.Locator("#reason-text").FillAsync("They called us.");
        await page.Locator("#reason-dialog").GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await page.Locator("#anyway-yes").ClickAsync();

        await Assertions.Expect(page.Locator(".msg.out")).ToContainTextAsync("A new spout");
        (await app.QueryAsync(db => db.Events.Where(e => e.CaseId == id && e.Kind == CaseEventKind.StatusChanged).Select(e => e.Detail).SingleAsync())).ShouldBe("New → Resolved: They called us.");
        visit.Complaints.Where(c => !c.Contains("409", StringComparison.Ordinal) && !c.Contains("422", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Macro_changes_the_case_at_once_and_its_answer_waits_in_the_composer()
    {
        await app.InsertAsync(new Macro
        {
            Name = "Wait for the hinge", DepartmentId = app.SupportId, TextIs = MacroText.Answer, Text = "Dear {{customer.first_name|customer}}, the hinge is ordered.",
            Actions = new MacroActions { Status = CaseStatus.OnHold, Assign = MacroAssign.Me, AddTags = ["hinge"] },
        });
        var number = await app.HandInAsync(Mails.Of(BrowserApp.Nora, BrowserApp.Support, "The hinge", "It squeaks."));
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await visit.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));
        await page.GotoAsync($"/cases/{number}");

        await page.Keyboard.PressAsync("m");
        await page.Keyboard.TypeAsync("hinge");
        await Assertions.Expect(page.Locator("#palette-preview")).ToContainTextAsync("set it On hold");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("#case-tools")).ToContainTextAsync("On hold");
        await Assertions.Expect(page.Locator("#side-tags [data-tag=hinge]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#composer-text")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^Dear .+, the hinge is ordered\\.$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        (await app.QueryAsync(db => db.Messages.CountAsync(m => m.CaseId == Id(number) && m.Direction == Direction.Outbound))).ShouldBe(0);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Step_that_one_person_ticks_is_seen_by_another_without_a_reload()
    {
        await app.InsertAsync(new Playbook
        {
            Name = "Leaking kettle", OpensByItself = true, DepartmentId = app.SupportId, Words = ["leaking kettle"],
            Steps = [new("Call the customer", null, null, null, Required: true), new("Order a seal", null, null, null, Required: false)],
        });
        var number = await app.HandInAsync(Mails.Of(BrowserApp.Nora, BrowserApp.Support, "A leaking kettle", "All over the table."));
        var ticking = await app.AddAgentAsync(Role.Agent, app.SupportId);
        await using var first = await Visit.BeginAsync(browser, app);
        await using var second = await Visit.BeginAsync(browser, app);
        await first.SignInAsync(ticking);
        await second.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));
        await first.Page.GotoAsync($"/cases/{number}");
        await second.Page.GotoAsync($"/cases/{number}");
        var seen = second.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Call the customer" });
        await Assertions.Expect(seen).Not.ToBeCheckedAsync();

        await first.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Call the customer" }).ClickAsync();

        await Assertions.Expect(seen).ToBeCheckedAsync();
        await Assertions.Expect(second.Page.Locator(".playbook")).ToContainTextAsync("1 of 2");
        await Assertions.Expect(second.Page.Locator(".playbook")).ToContainTextAsync(ticking.DisplayName);
        first.Complaints.ShouldBeEmpty();
        second.Complaints.ShouldBeEmpty();
    }

    private static long Id(string number) => CaseNumber.TryParse(number, out var id) ? id : 0;
}
