using Deque.AxeCore.Playwright;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Mail;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class ContactFormTests(BrowserFixture browser, BrowserApp app)
{
    [Fact]
    public async Task Visitor_writes_without_signing_in_an_agent_hears_it_live_and_the_answer_is_mailed()
    {
        await OpenAsync();
        var subject = $"Which key {Guid.NewGuid():N}";

        // All tests share Nora, who so writes in bursts; with a word behind a plus she is somebody new.
        var address = BrowserApp.Nora.Replace("@", $"+{Guid.NewGuid().ToString("N")[..8]}@", StringComparison.Ordinal);
        await using var desk = await Visit.BeginAsync(browser, app);
        await desk.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));
        await desk.Page.GotoAsync("/inbox?view=unassigned");

        await using var visit = await Visit.BeginAsync(browser, app, new ViewportSize { Width = 390, Height = 844 });
        var page = visit.Page;
        await page.GotoAsync("/contact/write-to-us");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Tell us your name.");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBe(0);
        await page.GetByLabel("Your name").FillAsync("Nora Vale");
        await page.GetByLabel("E-mail address").FillAsync(address);
        await page.GetByLabel("Subject").FillAsync(subject);
        await page.GetByLabel("Model").FillAsync("K-200");
        await page.GetByLabel("Message").FillAsync("Which key is for the cabinet?");

        // Quicker than a person is asked to press once more; the words stay.
        await SendUntilTakenAsync(page);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Thank you");
        visit.Complaints.Where(c => !c.Contains("422", StringComparison.Ordinal)).ShouldBeEmpty();

        var row = desk.Page.Locator("a.row-case", new() { HasText = subject });
        await Assertions.Expect(row).ToBeVisibleAsync();
        await row.ClickAsync();
        var message = desk.Page.Locator("#thread .msg").First;
        await Assertions.Expect(message).ToContainTextAsync("Model: K-200");
        await Assertions.Expect(message).ToContainTextAsync("address not checked");
        await desk.Page.Keyboard.PressAsync("r");
        await desk.Page.Keyboard.TypeAsync("The small one.");
        await desk.Page.Keyboard.PressAsync("Control+Enter");

        MailMessage? answer = null;
        await Eventually.IsAsync(
            () => Task.FromResult((answer = app.Mail.Delivered(BrowserApp.Nora).Select(MailReader.Read).FirstOrDefault(m => m.Subject == "Re: " + subject)) is not null));
        answer!.From.ShouldHaveSingleItem().Address.ShouldBe(BrowserApp.Support);
        answer.TextBody!.ShouldStartWith("The small one.");
        desk.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Form_its_problems_and_its_thanks_are_accessible(ColorScheme colors)
    {
        await OpenAsync();
        await using var visit = await Visit.BeginAsync(browser, app, colors: colors);
        foreach (var address in new[] { "/contact/write-to-us", "/contact/write-to-us?sent=K3M7-Q2XD", "/contact/nothing-here" })
        {
            await visit.Page.GotoAsync(address);
            (await visit.Page.RunAxe()).Violations.Select(v => $"{address}: {v.Id}").ShouldBeEmpty();
        }

        await visit.Page.GotoAsync("/contact/write-to-us");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        (await visit.Page.RunAxe()).Violations.Select(v => v.Id).ShouldBeEmpty();
    }

    [Fact]
    public async Task Settings_of_forms_and_webhooks_are_accessible_and_fit_a_telephone()
    {
        await using var visit = await Visit.BeginAsync(browser, app, new ViewportSize { Width = 390, Height = 844 });
        await visit.EnterAsync("Idris Cole");
        foreach (var kind in new[] { "form", "webhook" })
        {
            await visit.Page.GotoAsync($"/settings/channels/new?kind={kind}");
            (await visit.Page.RunAxe()).Violations.Select(v => $"{kind}: {v.Id}").ShouldBeEmpty();
            (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBe(0, kind);
        }

        visit.Complaints.ShouldBeEmpty();
    }

    private static async Task SendUntilTakenAsync(IPage page)
    {
        for (var press = 0; press < 10 && !page.Url.Contains("sent=", StringComparison.Ordinal); press++)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
            await page.WaitForLoadStateAsync();
            if (!page.Url.Contains("sent=", StringComparison.Ordinal))
            {
                await page.WaitForTimeoutAsync(500);
            }
        }
    }

    private Task<int> OpenAsync() => app.QueryAsync(async db =>
    {
        if (!await db.Channels.AnyAsync(c => c.Key == "write-to-us"))
        {
            await app.InsertAsync(new Channel
            {
                Key = "write-to-us", Name = "Contact form", Kind = "form", DepartmentId = app.SupportId, Address = BrowserApp.Support,
                Settings = """{"questions":["Model *"],"takesFiles":true,"asksOrderNumber":true,"intro":"We answer within a day."}""",
            });
        }

        return 0;
    });
}
