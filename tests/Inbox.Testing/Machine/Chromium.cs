namespace Inbox.Testing.Machine;

/// <summary>The browser that browser tests drive: the distribution's, for its security updates and its size.</summary>
public static class Chromium
{
    private static readonly string[] Known =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    public static async Task<string> FindOrInstallAsync(CancellationToken ct)
    {
        // Chromium brings no font; without one, text that Inter lacks has no width.
        await MachinePackages.EnsureAsync(["chromium", "fonts-dejavu-core"], () => Known.Any(File.Exists), ct);
        return Known.First(File.Exists);
    }
}
