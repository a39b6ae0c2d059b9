using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Mail;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class AcknowledgementTests(BrowserFixture browser, BrowserApp app)
{
    [Fact]
    public async Task Words_are_seen_as_they_are_typed_saved_sent_and_shown_on_the_case()
    {
        var id = await app.QueryAsync(db => db.Channels.Where(c => c.Key == "support").Select(c => c.Id).SingleAsync());
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await visit.SignInAsync(await app.AddAgentAsync(Role.Admin));
        await page.GotoAsync($"/settings/channels/{id}");
        await page.GetByLabel("Subject").FillAsync("Received: {subject} [{number}]");
        await page.GetByLabel("Text").FillAsync("Dear {name}, we are here {hours}.");
        await Assertions.Expect(page.Locator("#example")).ToContainTextAsync("Received: My order has not arrived [C-1042]");
        await Assertions.Expect(page.Locator("#example")).ToContainTextAsync("Dear Nora Vale");
        await page.GetByLabel("Tell customers at once").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the acknowledgement" }).ClickAsync();
        await Assertions.Expect(page.GetByText("is told so at once")).ToBeVisibleAsync();

        // The admin's address is on no server that this one knows, and the page says so in words.
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test mail to me" }).ClickAsync();
        await Assertions.Expect(page.Locator("#tried")).ToContainTextAsync("refused");

        var subject = $"A lamp {Guid.NewGuid():N}";
        var number = await app.HandInAsync(Mails.Of($"Nora Vale <{BrowserApp.Nora}>", BrowserApp.Support, subject));
        await Eventually.IsAsync(
            () => Task.FromResult(app.Mail.Delivered(BrowserApp.Nora).Any(m => MailReader.Read(m).Subject == $"Received: {subject} [{number}]")));
        await page.GotoAsync($"/cases/{number}");
        var told = page.Locator(".msg.out").Filter(new() { HasText = "Dear Nora Vale" });
        await Assertions.Expect(told).ToContainTextAsync("acknowledgement");
        await Assertions.Expect(told).ToContainTextAsync("sent");

        visit.Complaints.ShouldBeEmpty();
        await app.QueryAsync(db => db.Channels.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Acknowledgement, (Acknowledgement?)null)));
        app.Services.GetRequiredService<Core.Rulebook>().Forget();
    }
}
