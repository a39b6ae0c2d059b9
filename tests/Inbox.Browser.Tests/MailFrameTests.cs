using Inbox.Core.Access;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class MailFrameTests(BrowserFixture browser, BrowserApp app)
{
    private static readonly byte[] Pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task Hostile_mail_runs_nothing_and_its_images_come_only_through_us_and_only_when_asked_for()
    {
        await using var sender = await HttpStub.StartAsync();
        sender.On(HttpMethod.Get, "/pixel.png", _ => Results.Bytes(Pixel, "image/png"));
        var number = await app.HandInAsync(Hostile(sender.Url));
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await visit.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));
        await page.GotoAsync($"/cases/{number}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Show formatted" }).ClickAsync();
        var mail = page.FrameLocator("iframe.mail-frame");
        await Assertions.Expect(mail.Locator("body")).ToContainTextAsync("The lamp flickers");
        (await page.EvaluateAsync<bool>("Boolean(window.ran)")).ShouldBeFalse();
        (await mail.Locator("script, [onerror], [onload], [onclick], iframe, form").CountAsync()).ShouldBe(0);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        sender.Requests.ShouldBeEmpty();

        await mail.GetByText("Show remote images").ClickAsync();
        await Assertions.Expect(mail.Locator("img[src*='/image?u=']")).ToBeVisibleAsync();
        await Eventually.IsAsync(() => mail.Locator("img").First.EvaluateAsync<bool>("i => i.complete && i.naturalWidth === 1"));
        sender.Requests.ShouldHaveSingleItem().Url.AbsolutePath.ShouldBe("/pixel.png");
        visit.Requests.Where(r => r.Scheme is "http" or "https").ShouldAllBe(r => r.Authority == app.Url.Authority);
        visit.Complaints.ShouldBeEmpty();
    }

    private static string Hostile(Uri sender)
    {
        var html = $"""
            <html><body onload="parent.ran=1"><p onclick="parent.ran=1">The lamp flickers.</p>
            <script>parent.ran=1</script><img src="{sender}pixel.png" onerror="parent.ran=1" width="40" height="40">
            <a href="javascript:parent.ran=1">here</a><iframe src="{sender}frame"></iframe><link rel="stylesheet" href="{sender}style.css">
            <div style="background:url({sender}background.png)">x</div><form action="{sender}form"><input name="a"></form>
            <svg onload="parent.ran=1"><script>parent.ran=1</script></svg></body></html>
            """;
        return string.Join(
            "\r\n",
            $"From: Nora Vale <{BrowserApp.Nora}>",
            $"To: {BrowserApp.Support}",
            "Subject: A lamp with a message",
            $"Message-ID: <{Guid.NewGuid():N}@mail.example>",
            "MIME-Version: 1.0",
            "Content-Type: multipart/alternative; boundary=b1",
            "",
            "--b1",
            "Content-Type: text/plain; charset=utf-8",
            "",
            "The lamp flickers.",
            "--b1",
            "Content-Type: text/html; charset=utf-8",
            "",
            html.ReplaceLineEndings("\r\n"),
            "--b1--",
            "");
    }
}
