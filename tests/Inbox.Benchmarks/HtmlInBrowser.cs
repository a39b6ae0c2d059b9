using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Inbox.Browser.Tests;
using Inbox.Testing;
using Inbox.Testing.Machine;
using Microsoft.Playwright;

namespace Inbox.Benchmarks;

/// <summary>Loads the payloads of a folder inside the real conversation page in Chromium: nothing may run and nobody else be asked.</summary>
internal static class HtmlInBrowser
{
    private const string Door = "support";

    public static async Task<int> RunAsync(string folder)
    {
        var payloads = MailData.Cases(Path.Combine(folder, "html", "cases.jsonl")).Select(c => c.GetProperty("payload").GetString()!).ToList();
        await using var inbox = await RunningInbox.StartAsync();
        var token = await inbox.RunVerbAsync("token", "create", "--name", "benchmark", "--role", "Admin");
        await inbox.RunVerbAsync("user", "create", "--email", "bench@inbox.example", "--name", "Bench", "--role", "Admin", "--password", "correct horse battery");
        using var http = new HttpClient { BaseAddress = inbox.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = await Chromium.FindOrInstallAsync(CancellationToken.None),
            Args = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() ? ["--no-sandbox", "--disable-background-networking"] : ["--disable-background-networking"],
        });
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = inbox.Address.ToString() });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Mail address").FillAsync("bench@inbox.example");
        await page.GetByLabel("Password").FillAsync("correct horse battery");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        var problems = new List<string>();
        foreach (var group in payloads.Chunk(HostileMails.MostOnPage))
        {
            var number = await FileAsync(http, group);
            problems.AddRange(await HostileMails.OpenAllAsync(page, inbox.Address, $"/cases/{number}", group.Length));
        }

        problems.ForEach(Console.WriteLine);
        Console.WriteLine($"{payloads.Count} payloads loaded in the conversation page; {problems.Count} things ran, were loaded or failed");
        return problems.Count == 0 ? 0 : 1;
    }

    private static async Task<string> FileAsync(HttpClient http, string[] payloads)
    {
        var run = Guid.NewGuid().ToString("N");
        var number = "";
        for (var i = 0; i < payloads.Length; i++)
        {
            using var mail = new ByteArrayContent(HostileMails.Raw($"{run}@mail.example", "support@larkfield.example", payloads[i], $"{run}-{i}@mail.example", i == 0 ? null : $"{run}-0@mail.example"));
            using var answer = await http.PostAsync(new Uri($"/api/v1/channels/{Door}/mail", UriKind.Relative), mail);
            answer.EnsureSuccessStatusCode();
            var delivery = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("delivery").GetInt64();
            await Eventually.IsAsync(
                async () =>
                {
                    var read = await http.GetFromJsonAsync<JsonElement>($"/api/v1/deliveries/{delivery}");
                    number = read.TryGetProperty("case", out var found) ? found.GetString() ?? "" : "";
                    return number.Length > 0;
                });
        }

        return number;
    }
}
