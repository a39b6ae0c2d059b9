using Inbox.Core.Access;
using Inbox.Testing;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

/// <summary>A session in the browser, with everything a page complained about.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly List<string> _complaints = [];
    private readonly List<Uri> _requests = [];

    private Visit(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(40_000);
        page.Console += (_, message) => Note(message.Type == "error", message.Text);
        page.PageError += (_, error) => Note(holds: true, error);
        page.Context.Request += (_, request) => { lock (_requests) { _requests.Add(new Uri(request.Url)); } };
    }

    public IPage Page { get; }

    /// <summary>Errors of scripts and on the console, where the browser also reports what the Content-Security-Policy refused.</summary>
    public IReadOnlyList<string> Complaints
    {
        get { lock (_complaints) { return [.. _complaints]; } }
    }

    /// <summary>Everything the browser asked for.</summary>
    public IReadOnlyList<Uri> Requests
    {
        get { lock (_requests) { return [.. _requests]; } }
    }

    public static async Task<Visit> BeginAsync(BrowserFixture browser, BrowserApp app, ViewportSize? viewport = null, ColorScheme colors = ColorScheme.Light) =>
        new(await browser.NewPageAsync(app.Url, viewport, colors));

    public async Task SignInAsync(Agent agent)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("Mail address").FillAsync(agent.Email!);
        await Page.GetByLabel("Password").FillAsync(InboxApp.Password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>By one click, as one of the people of the demo company.</summary>
    public async Task EnterAsync(string name)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByRole(AriaRole.Button).Filter(new() { HasText = name }).ClickAsync();
        await Page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private void Note(bool holds, string complaint)
    {
        if (holds)
        {
            lock (_complaints)
            {
                _complaints.Add($"{new Uri(Page.Url).PathAndQuery}: {complaint}");
            }
        }
    }
}
