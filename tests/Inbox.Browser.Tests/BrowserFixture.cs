using Inbox.Testing.Machine;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

/// <summary>One browser for all tests of this project; each test takes a context, and so a session, of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser is launched before the first test runs.");

    public async Task InitializeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var chromium = await Chromium.FindOrInstallAsync(limit.Token);
        _playwright = await Playwright.CreateAsync();
        // A busy machine is no failure of the page: what comes late still comes.
        Assertions.SetDefaultExpectTimeout(30_000);
        // Its sandbox refuses root; and it must ask nothing of the network but our pages.
        string[] sandbox = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() ? ["--no-sandbox"] : [];
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args = [.. sandbox, "--disable-background-networking"],
        });
    }

    /// <summary>A page in a session of its own. Dispose its context (<c>page.Context</c>) at the end.</summary>
    public async Task<IPage> NewPageAsync(Uri baseUrl, ViewportSize? viewport = null, ColorScheme colorScheme = ColorScheme.Light)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = baseUrl.ToString(),
            ViewportSize = viewport ?? new ViewportSize { Width = 1440, Height = 900 },
            ColorScheme = colorScheme,
            Locale = "en-GB",
            TimezoneId = "Europe/London",
        });
        return await context.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>, ICollectionFixture<BrowserApp>
{
    public const string Name = "browser";
}
