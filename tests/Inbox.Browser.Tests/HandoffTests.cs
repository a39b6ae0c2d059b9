using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

/// <summary>Two people at two windows: what one does with a case, the other sees as it happens.</summary>
[Collection(BrowserCollection.Name)]
public sealed class HandoffTests(BrowserFixture browser, BrowserApp app)
{
    [Fact]
    public async Task Offer_with_a_checklist_is_seen_live_accepted_and_handed_back()
    {
        await using var scene = await Scene.BeginAsync(browser, app, "The lamp hums");
        var (ana, rex, number) = (scene.Offerer, scene.Receiver, scene.Number);
        await rex.GotoAsync("/inbox?view=handoffs");
        await Assertions.Expect(rex.Locator("#rows")).Not.ToContainTextAsync("The lamp hums");

        await ana.Keyboard.PressAsync("h");
        var dialog = ana.Locator("#handoff-dialog");
        await dialog.GetByLabel("To", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Repair partner (outside)" });
        await dialog.GetByLabel("Order number").FillAsync("88213");
        await dialog.GetByLabel("The customer knows").CheckAsync();
        await dialog.GetByLabel("Why it comes to them").FillAsync("it hums since yesterday");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Hand off", Exact = true }).ClickAsync();
        await Assertions.Expect(ana.Locator("#side-handoff")).ToContainTextAsync("Until Repair partner accepts, Support owns and answers it.");

        var row = rex.Locator("a.row-case").Filter(new() { HasText = "The lamp hums" });
        await Assertions.Expect(row).ToBeVisibleAsync();
        await row.ClickAsync();
        await Assertions.Expect(rex.Locator("#side-handoff")).ToContainTextAsync("Order number: 88213");
        await rex.Locator("#side-handoff").GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();

        await Assertions.Expect(ana.Locator("#side-handoffs")).ToContainTextAsync("accepted by");
        await Assertions.Expect(ana.Locator("#side-owner")).ToContainTextAsync("Repair partner");
        await Assertions.Expect(rex.Locator("#act-handback")).ToBeVisibleAsync();
        await rex.Keyboard.PressAsync("H");
        await rex.Locator("#reason-text").FillAsync("a loose screw, tightened");
        await rex.Locator("#reason-dialog").GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();

        await Assertions.Expect(ana.Locator("#side-returned")).ToContainTextAsync("a loose screw, tightened");
        await Assertions.Expect(rex.Locator("#case")).ToContainTextAsync("no longer yours to see");
        scene.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Decline_brings_the_case_back_on_top_live()
    {
        await using var scene = await Scene.BeginAsync(browser, app, "The kettle is too loud");
        var (ana, rex) = (scene.Offerer, scene.Receiver);
        await scene.OfferAsync();
        await ana.GotoAsync($"/inbox?view=mine&case={scene.Number}");
        await rex.GotoAsync($"/inbox?view=handoffs&case={scene.Number}");

        await rex.Locator("#side-handoff").GetByRole(AriaRole.Button, new() { Name = "Decline" }).ClickAsync();
        await rex.Locator("#reason-text").FillAsync("kettles are loud");
        await rex.Locator("#reason-dialog").GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();

        var first = ana.Locator("#rows > .row-case").First;
        await Assertions.Expect(first).ToContainTextAsync("declined by Repair partner: kettles are loud");
        await Assertions.Expect(ana.Locator("#side-returned")).ToContainTextAsync("kettles are loud");
        await ana.Locator("#side-returned").GetByRole(AriaRole.Button, new() { Name = "Seen" }).ClickAsync();
        await Assertions.Expect(ana.Locator("#rows .returned")).ToHaveCountAsync(0);
        scene.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Task_is_asked_by_key_seen_live_done_and_asked_about_before_resolving()
    {
        await using var scene = await Scene.BeginAsync(browser, app, "The chair squeaks");
        var (ana, rex) = (scene.Offerer, scene.Receiver);
        await rex.GotoAsync("/inbox?view=tasks");

        await ana.Keyboard.PressAsync("t");
        var dialog = ana.Locator("#task-dialog");
        await dialog.GetByLabel("What you need").FillAsync("Do you have this screw in stock?");
        await dialog.GetByLabel("From").SelectOptionAsync(new SelectOptionValue { Label = "Repair partner (outside)" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();
        await Assertions.Expect(ana.Locator("#side-tasks")).ToContainTextAsync("Do you have this screw in stock?");

        var task = rex.Locator(".row-case.task").Filter(new() { HasText = scene.Number });
        await Assertions.Expect(task).ToContainTextAsync("Do you have this screw in stock?");
        await Assertions.Expect(task).Not.ToContainTextAsync("squeaks");
        await ana.Locator("#act-resolve").ClickAsync();
        await Assertions.Expect(ana.Locator("#anyway-dialog")).ToContainTextAsync("has not answered yet");
        await ana.Locator("#anyway-dialog").GetByRole(AriaRole.Button, new() { Name = "Not yet" }).ClickAsync();
        await task.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await rex.Locator("#reason-text").FillAsync("Two of them.");
        await rex.Locator("#reason-dialog").GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();

        await Assertions.Expect(ana.Locator("#side-tasks")).ToContainTextAsync("Two of them.");
        scene.Complaints.Where(c => !c.Contains("409", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>A case that one of Support looks after, open in their window, and somebody of the repair partner in another.</summary>
    private sealed class Scene(Visit offerer, Visit receiver, BrowserApp app, string number, Agent agent) : IAsyncDisposable
    {
        public IPage Offerer => offerer.Page;

        public IPage Receiver => receiver.Page;

        public string Number => number;

        /// <summary>A browser also complains when the case of a contractor is out of their sight, which it is meant to be.</summary>
        public IEnumerable<string> Complaints => [.. offerer.Complaints, .. receiver.Complaints.Where(c => !c.Contains("404", StringComparison.Ordinal))];

        public static async Task<Scene> BeginAsync(BrowserFixture browser, BrowserApp app, string subject)
        {
            var number = await app.HandInAsync(Mails.Of(BrowserApp.Nora, BrowserApp.Support, subject, "What shall I do?"));
            var repair = await app.QueryAsync(db => db.Departments.Where(d => d.Key == "repair").Select(d => d.Id).SingleAsync());
            var (ana, rex) = (await app.AddAgentAsync(Role.Agent, app.SupportId), await app.AddAgentAsync(Role.Agent, repair));
            var (offerer, receiver) = (await Visit.BeginAsync(browser, app), await Visit.BeginAsync(browser, app));
            var scene = new Scene(offerer, receiver, app, number, ana);
            await scene.SendAsync(actor => new AssignCase.Command(scene.Id, ana.Id, actor));
            await scene.SendAsync(actor => new ChangeStatus.Command(scene.Id, CaseStatus.Open, null, actor));
            await offerer.SignInAsync(ana);
            await receiver.SignInAsync(rex);
            await scene.Offerer.GotoAsync($"/inbox?view=all&case={number}");
            await Assertions.Expect(scene.Offerer.Locator("#act-handoff")).ToBeVisibleAsync();
            return scene;
        }

        public async Task OfferAsync()
        {
            var repair = await app.QueryAsync(db => db.Departments.SingleAsync(d => d.Key == "repair"));
            var answers = repair.Checklist.ToDictionary(i => i.Label, i => i.Kind == ChecklistKind.Tick ? Checklist.Yes : "88213", StringComparer.Ordinal);
            (await app.SendAsync(new OfferHandoff.Command(Id, repair.Id, "please look at it", answers, Me))).IsOk.ShouldBeTrue();
        }

        public async ValueTask DisposeAsync()
        {
            await offerer.DisposeAsync();
            await receiver.DisposeAsync();
        }

        private long Id => CaseNumber.TryParse(number, out var id) ? id : 0;

        private Actor Me => new(agent.Id, agent.DisplayName, Role.Agent, [app.SupportId]);

        private async Task SendAsync(Func<Actor, MediatR.IRequest<Core.Result<Core.Done>>> command) =>
            (await app.SendAsync(command(Me))).IsOk.ShouldBeTrue();
    }
}
