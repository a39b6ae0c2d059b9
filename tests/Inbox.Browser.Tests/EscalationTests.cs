using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class EscalationTests(BrowserFixture browser, BrowserApp app)
{
    [Fact]
    public async Task Escalation_arrives_in_the_notification_centre_without_a_reload()
    {
        var number = await app.HandInAsync(Mails.Of(BrowserApp.Nora, BrowserApp.Support, "The lamp gets hot", "Very hot."));
        CaseNumber.TryParse(number, out var id).ShouldBeTrue();
        var agent = await app.AddAgentAsync(Role.Agent, app.SupportId);
        await app.SendAsync(new AssignCase.Command(id, agent.Id, Actor.System));
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await visit.SignInAsync(agent);
        await page.GotoAsync("/notifications");
        await page.EvaluateAsync("window.sameDocument = true");

        await RunOutAsync(id);

        var notice = page.Locator(".notice.unread").Filter(new() { HasText = $"{number}: First reply is due soon" });
        await Assertions.Expect(notice).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#bell .n")).ToBeVisibleAsync();
        (await page.EvaluateAsync<bool>("window.sameDocument === true")).ShouldBeTrue();
        await notice.GetByRole(AriaRole.Link).ClickAsync();
        await page.WaitForURLAsync($"**/cases/{number}");
        await Assertions.Expect(page.Locator("#case")).ToContainTextAsync("First reply is due soon");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ladder_is_built_by_keyboard()
    {
        await using var visit = await Visit.BeginAsync(browser, app);
        await visit.EnterAsync("Idris Cole");
        var page = visit.Page;
        await page.GotoAsync("/settings/sla/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("By keyboard");
        await page.GetByLabel("First reply, Normal").FillAsync("2h");

        await page.GetByRole(AriaRole.Button, new() { Name = "Add a step" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var action = page.GetByLabel("Step 2: action");
        await Assertions.Expect(action).ToBeVisibleAsync();
        await page.GetByLabel("Step 2: percent, or a time like 30m").FillAsync("30m");
        await page.GetByLabel("Step 2: counted from").SelectOptionAsync("Before");
        await action.SelectOptionAsync("NotifyRole");
        await page.GetByLabel("Step 2: role").SelectOptionAsync("Manager");
        await page.GetByRole(AriaRole.Button, new() { Name = "Step 2: up" }).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.GetByLabel("Step 1: role")).ToHaveValueAsync("Manager");
        await page.GetByLabel("Name", new() { Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/settings/sla");

        var steps = await app.QueryAsync(db => db.SlaPolicies.Where(p => p.Name == "By keyboard").Select(p => p.Steps).SingleAsync());
        steps.Select(s => (s.At, s.Action, s.Role)).ShouldBe([(StepTime.Before(30), EscalationAction.NotifyRole, Role.Manager), (StepTime.Share(75), EscalationAction.NotifyAssignee, null)]);
        await app.QueryAsync(db => db.SlaPolicies.Where(p => p.Name == "By keyboard").ExecuteDeleteAsync());
        visit.Complaints.ShouldBeEmpty();
    }

    /// <summary>Three quarters of the promise are over this very moment; the worker of the application sees it.</summary>
    private Task<int> RunOutAsync(long id) => app.QueryAsync(db => db.SlaClocks.Where(c => c.CaseId == id && c.Metric == SlaMetric.FirstReply).ExecuteUpdateAsync(set => set
        .SetProperty(c => c.CalendarId, (long?)null)
        .SetProperty(c => c.Target, TimeSpan.FromHours(1))
        .SetProperty(c => c.ResumedAt, DateTimeOffset.UtcNow.AddMinutes(-45))
        .SetProperty(c => c.DueAt, DateTimeOffset.UtcNow.AddMinutes(15))
        .SetProperty(c => c.NextStepAt, DateTimeOffset.UtcNow)));
}
