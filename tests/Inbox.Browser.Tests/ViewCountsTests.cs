using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class ViewCountsTests(BrowserFixture browser, BrowserApp app)
{
    [Fact]
    public async Task What_happens_within_a_second_of_the_last_count_is_shown_soon()
    {
        CaseNumber.TryParse(await app.HandInAsync(Mails.Of(BrowserApp.Nora, BrowserApp.Support, "The bell is mute", "Can it be louder?")), out var id).ShouldBeTrue();
        var agent = await app.AddAgentAsync(Role.Agent, app.SupportId);
        await using var visit = await Visit.BeginAsync(browser, app);
        await visit.SignInAsync(agent);
        await visit.Page.GotoAsync("/inbox?view=unassigned");
        var mine = visit.Page.Locator("#view-mine .n");
        await Assertions.Expect(mine).ToHaveTextAsync("0");

        // The look that begins the stream is over.
        await visit.Page.WaitForTimeoutAsync(3000);

        // Counted this very moment; then something changes, and the page is told once.
        await visit.Page.EvaluateAsync("fetch('/inbox?handler=Views').then(answer => answer.text())");
        await app.QueryAsync(db => db.Cases.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.AssigneeId, agent.Id)));
        await visit.Page.EvaluateAsync("document.body.dispatchEvent(new CustomEvent('inbox:cases', { detail: '*' }))");

        await Assertions.Expect(mine).ToHaveTextAsync("1", new() { Timeout = 10_000 });
    }
}
