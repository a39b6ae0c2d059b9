using Inbox.Core.Access;
using Inbox.Testing;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class ComposerTests(BrowserFixture browser, BrowserApp app)
{
    [Fact]
    public async Task Typed_answer_outlives_a_reload_and_a_failure_of_the_server()
    {
        const string Answer = "I have written to the workshop and will write to you tomorrow.";
        var number = await app.HandInAsync(Mails.Of(to: BrowserApp.Support, subject: "Where is the lamp?"));
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await visit.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));
        await page.GotoAsync($"/cases/{number}");
        var field = page.GetByLabel("Your answer");
        await field.PressSequentiallyAsync(Answer);

        await page.ReloadAsync();
        await Assertions.Expect(field).ToHaveValueAsync(Answer);

        await page.RouteAsync("**/cases/*handler=Reply*", route => route.FulfillAsync(new() { Status = 500, ContentType = "text/html", Body = "<h1>Broken</h1>" }));
        await field.PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator("#toasts [role='alert']")).ToContainTextAsync("still here");
        await Assertions.Expect(field).ToHaveValueAsync(Answer);
        await Assertions.Expect(page.Locator(".msg.out")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Answer_that_is_undone_never_leaves_and_stands_in_the_composer_again()
    {
        var subject = $"A question {Guid.NewGuid():N}";
        var number = await app.HandInAsync(Mails.Of($"Nora Vale <{BrowserApp.Nora}>", BrowserApp.Support, subject));
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await visit.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));
        await page.GotoAsync($"/cases/{number}");
        await page.GetByLabel("Your answer").FillAsync("Too soon.");
        await page.GetByLabel("Your answer").PressAsync("Control+Enter");

        await page.Locator("#toasts").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Assertions.Expect(page.GetByLabel("Your answer")).ToHaveValueAsync("Too soon.");
        await Assertions.Expect(page.Locator("#toasts")).ToContainTextAsync("Taken back");
        app.Mail.Delivered(BrowserApp.Nora).ShouldNotContain(m => Inbox.Mail.MailReader.Read(m).Subject == "Re: " + subject);
    }
}
