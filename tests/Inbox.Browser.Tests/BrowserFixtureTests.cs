using Inbox.Testing;
using Microsoft.AspNetCore.Http;

namespace Inbox.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class BrowserFixtureTests(BrowserFixture browser)
{
    [Fact]
    public async Task Page_of_a_real_server_is_rendered()
    {
        await using var server = await HttpStub.StartAsync();
        server.On(HttpMethod.Get, "/hello", _ => Results.Content("<!doctype html><title>Hello</title><h1>Grüße</h1>", "text/html; charset=utf-8"));

        var page = await browser.NewPageAsync(server.Url);
        await page.GotoAsync("/hello");

        (await page.TitleAsync()).ShouldBe("Hello");
        (await page.Locator("h1").TextContentAsync()).ShouldBe("Grüße");
        await page.Context.DisposeAsync();
    }
}
