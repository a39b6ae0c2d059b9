using Inbox.Core.Access;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class ReadingTests(BrowserFixture browser, BrowserApp app)
{
    private const string Answer =
        "It flickers still.\r\n\r\nOn Tue, Mar 5, 2024 at 9:41 AM Larkfield <support@larkfield.example> wrote:\r\n> Does the lamp flicker?\r\n";

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Menu_of_a_mail_explains_it_and_downloads_it_as_it_came(int width, ColorScheme colors)
    {
        var id = $"{Guid.NewGuid():N}@mail.example";
        var number = await app.HandInAsync($"From: Nora Vale <{BrowserApp.Nora}>\r\nTo: {BrowserApp.Support}\r\nSubject: My lamp\r\nMessage-ID: <{id}>\r\nContent-Type: text/plain; charset=x-odd\r\n\r\n{Answer}");
        await using var visit = await Visit.BeginAsync(browser, app, new ViewportSize { Width = width, Height = 900 }, colors);
        var page = visit.Page;
        await visit.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));
        await page.GotoAsync($"/cases/{number}");

        var message = page.Locator(".msg").Filter(new() { HasText = "It flickers still." }).First;
        await Assertions.Expect(message.GetByText("Does the lamp flicker?")).ToBeHiddenAsync();
        await message.GetByRole(AriaRole.Button, new() { Name = "Show whole message" }).ClickAsync();
        await Assertions.Expect(message.GetByText("Does the lamp flicker?")).ToBeVisibleAsync();
        await message.GetByRole(AriaRole.Button, new() { Name = "More about this message" }).ClickAsync();
        var raw = await page.RunAndWaitForDownloadAsync(() => message.GetByRole(AriaRole.Link, new() { Name = "Raw mail" }).ClickAsync());
        (await File.ReadAllTextAsync(await raw.PathAsync())).ShouldContain(Answer);
        await message.GetByRole(AriaRole.Button, new() { Name = "More about this message" }).ClickAsync();
        await message.GetByRole(AriaRole.Link, new() { Name = "How was this read?" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "How was this read?" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("A message by a person")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(id);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("x-odd");
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth")).ShouldBeTrue();
        visit.Complaints.ShouldBeEmpty();
    }
}
