using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Testing.Social.Mastodon;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

/// <summary>An account is connected by clicks, what is said there arrives and is answered there, and a lost access is no loss.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ConnectAccountTests(BrowserFixture browser, BrowserApp app) : IAsyncLifetime
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 60_000 };
    private readonly string _key = "fedi" + Guid.NewGuid().ToString("N")[..8];
    private MastodonStub _server = null!;

    public async Task InitializeAsync()
    {
        _server = await MastodonStub.StartAsync();
        _server.Streaming = MastodonStreaming.Events;
    }

    /// <summary>The application is shared: the door does not go on asking a server that is gone.</summary>
    public async Task DisposeAsync()
    {
        await app.QueryAsync(db => db.Channels.Where(c => c.Key == _key).ExecuteUpdateAsync(set => set.SetProperty(c => c.Enabled, false)));
        app.Services.GetRequiredService<Core.Rulebook>().Forget();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Connected_account_brings_mentions_live_and_takes_answers_and_a_revoked_one_goes_on_where_it_stopped()
    {
        await using var admin = await Visit.BeginAsync(browser, app);
        await admin.SignInAsync(await app.AddAgentAsync(Role.Admin, app.SupportId));
        await SaveAsync(admin.Page);
        await using var agent = await Visit.BeginAsync(browser, app);
        await agent.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));
        await agent.Page.GotoAsync("/mentions?sort=Newest");

        // A watched post becomes a mention in front of the agent, who opens a case of it and answers.
        _server.Post(DateTimeOffset.UtcNow, "<p>Anybody else with a leaking #kettle?</p>", mentions: [], tags: ["kettle"]);
        _server.NextToken = "token-of-the-first-time";
        await ConnectAsync(admin.Page, "Connect");
        var mention = agent.Page.Locator("article.mention", new() { HasText = "Anybody else with a leaking" });
        await Assertions.Expect(mention).ToBeVisibleAsync(Patient);
        await mention.GetByRole(AriaRole.Button, new() { Name = "Open a case" }).ClickAsync();
        await mention.Locator("a.chip[href^='/inbox?case=']").ClickAsync();
        await AnswerAsync(agent.Page, "Send us its number, and we send you a new lid.");
        await AnsweredAsync("@ana@elsewhere.example Send us its number, and we send you a new lid.");

        // What names the account opens a case at once.
        await agent.Page.GotoAsync("/inbox?view=unassigned");
        _server.Post(DateTimeOffset.UtcNow, "<p>@acme my kettle whistles all night</p>", "ben@third.example");
        await Assertions.Expect(agent.Page.Locator("a.row-case", new() { HasText = "my kettle whistles all night" })).ToBeVisibleAsync(Patient);

        // The server withdraws the access: red in front of the administrator, who connects it again.
        await admin.Page.GotoAsync("/settings/channels");
        var row = admin.Page.Locator("#doors tr", new() { HasText = "Acme far away" });
        await Assertions.Expect(row).ToContainTextAsync("working");
        _server.Token = "none is good any more";
        await Assertions.Expect(row.Locator(".chip.late")).ToContainTextAsync("access lost", new() { Timeout = 60_000 });
        (await app.QueryAsync(db => db.Notifications.Where(n => n.Text.StartsWith("Acme far away lost its access")).Select(n => n.AgentId).ToListAsync())).ShouldHaveSingleItem().ShouldBe(await app.QueryAsync(db => db.Departments.Where(d => d.Id == app.SupportId).Select(d => d.LeadId!.Value).SingleAsync()));
        _server.Post(DateTimeOffset.UtcNow, "<p>@acme said while nobody listened</p>", "cleo@third.example");
        _server.NextToken = "token-of-the-second-time";
        await row.GetByRole(AriaRole.Link, new() { Name = "Acme far away" }).ClickAsync();
        await ConnectAsync(admin.Page, "Connect again");

        await Assertions.Expect(agent.Page.Locator("a.row-case", new() { HasText = "said while nobody listened" })).ToBeVisibleAsync(Patient);
        await Assertions.Expect(admin.Page.Locator("#door-state")).ToContainTextAsync("working");
        (await TextsAsync()).Order(StringComparer.Ordinal).ShouldBe(["@acme my kettle whistles all night", "@acme said while nobody listened", "Anybody else with a leaking #kettle?"]);
        admin.Complaints.Concat(agent.Complaints).ShouldBeEmpty();
    }

    private async Task SaveAsync(IPage page)
    {
        await page.GotoAsync("/settings/channels/new?kind=mastodon");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Acme far away");
        await page.GetByLabel("Key", new() { Exact = true }).FillAsync(_key);
        await page.GetByLabel("Owner").SelectOptionAsync(app.SupportId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await page.GetByLabel("Account, such as").FillAsync(MastodonStub.Account);
        await page.GetByLabel("Server", new() { Exact = true }).FillAsync(_server.Url.GetLeftPart(UriPartial.Authority));
        await page.GetByLabel("Hashtags").FillAsync("kettle");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Acme far away" }).ClickAsync();
    }

    /// <summary>By the server's own page and back.</summary>
    private static async Task ConnectAsync(IPage page, string button)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Authorise" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Acme far away is connected.")).ToBeVisibleAsync();
    }

    private static async Task AnswerAsync(IPage page, string text)
    {
        await page.GetByLabel("Your answer").FillAsync(text);
        await Assertions.Expect(page.Locator("#composer-state")).ToContainTextAsync("characters");
        await page.GetByLabel("Your answer").PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator(".msg.out")).ToHaveCountAsync(1);
    }

    private Task AnsweredAsync(string text) => Testing.Eventually.IsAsync(() => Task.FromResult(_server.Answers.Any(a => a.Text == text)));

    private Task<List<string>> TextsAsync() => app.QueryAsync(db => db.Messages
        .Where(m => m.Direction == Direction.Inbound && db.Channels.Any(c => c.Id == m.ChannelId && c.Key == _key)).Select(m => m.ReplyText).ToListAsync());
}
