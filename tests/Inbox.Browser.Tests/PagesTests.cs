using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Inbox.Core.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class PagesTests(BrowserFixture browser, BrowserApp app)
{
    private static readonly string[] Pages =
    [
        "/inbox?view=all", "/inbox?view=tasks", "/calls/new", "/cases/new", "/mentions", "/dashboard", "/reports/handoffs", "/customers", "/deliveries", "/notifications", "/account", "/account/notifications",
        "/settings", "/settings/departments", "/settings/people", "/settings/calendars", "/settings/calendars/new", "/settings/channels", "/settings/channels/new?kind=email",
        "/settings/routing", "/settings/routing/new", "/settings/routing/learning", "/settings/sla", "/settings/sla/new", "/settings/webhooks", "/settings/webhooks/new", "/settings/notices", "/settings/tokens",
        "/settings/tags", "/settings/tags/new", "/settings/answers", "/settings/answers/new", "/settings/macros", "/settings/macros/new",
        "/settings/playbooks", "/settings/playbooks/new", "/account/answers/new", "/account/macros/new",
    ];

    private static readonly AxeRunOptions Contrast = new() { RunOnly = RunOnlyOptions.Rules("color-contrast") };

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_page_is_accessible_and_keeps_the_policy(ColorScheme colors)
    {
        await using var visit = await Visit.BeginAsync(browser, app, colors: colors);
        await visit.Page.GotoAsync("/sign-in");
        List<string> found = [.. await ViolationsAsync(visit.Page, colors)];
        await visit.EnterAsync("Idris Cole");

        foreach (var address in Pages.Append($"/inbox?view=all&case={await CaseAsync("Third repair%")}").Append($"/customers/{await CustomerAsync()}").Append(await ChannelAsync()).Append(await RuleAsync()).Append($"/cases/{await CaseAsync("Third repair%")}/promises"))
        {
            await visit.Page.GotoAsync(address);
            await visit.Page.WaitForLoadStateAsync(LoadState.Load);
            found.AddRange(await ViolationsAsync(visit.Page, colors));
        }

        found.ShouldBeEmpty();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_page_is_wider_than_a_telephone()
    {
        await using var visit = await Visit.BeginAsync(browser, app, new ViewportSize { Width = 390, Height = 844 });
        await visit.EnterAsync("Idris Cole");
        var wide = new List<string>();
        foreach (var address in Pages.Append($"/customers/{await CustomerAsync()}").Append(await ChannelAsync()).Append(await RuleAsync()).Append($"/cases/{await CaseAsync("Third repair%")}/promises"))
        {
            await visit.Page.GotoAsync(address);
            var over = await visit.Page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth - innerWidth, ...[...document.querySelectorAll('.page')].map(p => p.scrollWidth - p.clientWidth))");
            if (over > 0)
            {
                wide.Add($"{address} by {over} px");
            }
        }

        wide.ShouldBeEmpty();
    }

    [Fact]
    public async Task On_a_telephone_list_and_case_are_screens_one_goes_between()
    {
        await using var visit = await Visit.BeginAsync(browser, app, new ViewportSize { Width = 390, Height = 844 });
        var page = visit.Page;
        await visit.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));
        await page.GotoAsync("/inbox?view=all");
        await Assertions.Expect(page.Locator("#case main")).ToBeHiddenAsync();

        await page.Locator("a.row-case").First.ClickAsync();
        await Assertions.Expect(page.Locator("#composer")).ToBeInViewportAsync();
        await Assertions.Expect(page.Locator("#list")).ToBeHiddenAsync();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "About the case" }).ClickAsync();
        await Assertions.Expect(page.Locator("#side")).ToBeInViewportAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Conversation" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the list" }).ClickAsync();
        await Assertions.Expect(page.Locator("#list")).ToBeVisibleAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    /// <summary>What axe calls serious or critical, with the place. Of all its rules only contrast depends on the theme.</summary>
    private static async Task<IEnumerable<string>> ViolationsAsync(IPage page, ColorScheme colors) =>
        (await page.RunAxe(colors == ColorScheme.Light ? new AxeRunOptions() : Contrast)).Violations.Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"{new Uri(page.Url).PathAndQuery}: {v.Id} at {string.Join(" and ", v.Nodes.Take(3).Select(n => n.Html))}");

    private Task<string> CaseAsync(string subject) =>
        app.QueryAsync(async db => "C-" + await db.Cases.Where(c => EF.Functions.Like(c.Subject, subject)).OrderBy(c => c.Id).Select(c => c.Id).FirstAsync());

    /// <summary>The page of a door that writes to customers.</summary>
    private Task<string> ChannelAsync() => app.QueryAsync(async db => "/settings/channels/" + await db.Channels.Where(c => c.Key == "support").Select(c => c.Id).FirstAsync());

    /// <summary>The page of a rule with several groups.</summary>
    private Task<string> RuleAsync() => app.QueryAsync(async db => "/settings/routing/" + await db.RoutingRules.Where(r => r.Name == "repair, third time").Select(r => r.Id).FirstAsync());

    private Task<long> CustomerAsync() => app.QueryAsync(db => db.Customers.Where(c => c.Name == "Nora Vance").Select(c => c.Id).FirstAsync());
}
