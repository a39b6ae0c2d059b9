using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Inbox.Testing;

namespace Inbox.Benchmarks;

/// <summary>
/// What an agent waits for, with one client, on a data folder that <c>seed</c> has filled, and what the database does for it.
/// Run it on 100,000 and on 1,000,000 cases: times may differ a little, blocks must not grow with closed cases.
/// </summary>
internal static partial class PageTimes
{
    private const int WarmUp = 150;
    private const int Times = 300;
    private const int Counted = 40;

    private static readonly string[] Parts = ["ann", "mill", "okon", "ar", "zz", "b"];

    /// <summary>Above this the heaviest statement is shown: something reads more than a page shows.</summary>
    private const int ManyBlocks = 2000;

    public static async Task<int> RunAsync(string dataFolder)
    {
        await using var statements = await StatementCounts.StartAsync(dataFolder);
        await using var inbox = await RunningInbox.StartAsync(dataFolder);
        var token = await inbox.RunVerbAsync("token", "create", "--name", "benchmark", "--role", "Admin");
        using var api = new HttpClient { BaseAddress = inbox.Address };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var browser = await SignInAsync(inbox.Address);
        var open = await NumbersAsync(api);
        await MeasureAsync(statements, "list, 50 cases, due first", i => GetAsync(api, "/api/v1/cases?sort=due&limit=50"));
        await MeasureAsync(statements, "case with clocks", i => GetAsync(api, $"/api/v1/cases/{open[i % open.Count]}"));
        await MeasureAsync(statements, "messages of a case", i => GetAsync(api, $"/api/v1/cases/{open[i % open.Count]}/messages"));
        await MeasureAsync(statements, "page /inbox: views, counts, list", i => GetAsync(browser, "/inbox?view=all"));
        await MeasureAsync(statements, "page /inbox with a case open", i => GetAsync(browser, $"/inbox?view=all&case={open[i % open.Count]}"));
        await MeasureAsync(statements, "page /inbox?view=mine", i => GetAsync(browser, "/inbox?view=mine"));
        await MeasureAsync(statements, "page /inbox?view=due", i => GetAsync(browser, "/inbox?view=soon"));
        await MeasureAsync(statements, "page /inbox newest first", i => GetAsync(browser, "/inbox?view=all&sort=newest"));
        await MeasureAsync(statements, "list, 50 cases, newest first", i => GetAsync(api, "/api/v1/cases?limit=50"));
        await MeasureAsync(statements, "page /mentions", i => GetAsync(browser, "/mentions"));
        await MeasureAsync(statements, "page /customers", i => GetAsync(browser, "/customers"));
        await MeasureAsync(statements, "page /customers, part of a name", i => GetAsync(browser, $"/customers?q={Parts[i % Parts.Length]}"));
        await MeasureAsync(statements, "callers as one types", i => GetAsync(browser, $"/calls/new?handler=Callers&Call.Name={Parts[i % Parts.Length]}"));
        await MeasureAsync(statements, "page /deliveries", i => GetAsync(browser, "/deliveries"));
        await MeasureAsync(statements, "page /dashboard, kept for a while", i => GetAsync(browser, "/dashboard"));
        await MeasureAsync(statements, "search a word", i => GetAsync(api, "/api/v1/cases?q=parcel&limit=50"));
        await MeasureAsync(statements, "reply", i => PostAsync(api, $"/api/v1/cases/{open[i % open.Count]}/replies"));
        return 0;
    }

    private static async Task MeasureAsync(StatementCounts statements, string what, Func<int, Task<HttpStatusCode>> call)
    {
        for (var i = 0; i < WarmUp; i++)
        {
            await call(i);
        }

        var milliseconds = new List<double>();
        var refused = 0;
        for (var i = 0; i < Times; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var status = await call(WarmUp + i);
            milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            refused += (int)status >= 400 ? 1 : 0;
        }

        await statements.ResetAsync();
        for (var i = 0; i < Counted; i++)
        {
            await call(WarmUp + Times + i);
        }

        var work = await statements.PerCallAsync(Counted);
        milliseconds.Sort();
        Console.WriteLine($"{what,-36} p50 {milliseconds[Times / 2],6:F1} ms   p95 {milliseconds[Times * 95 / 100],6:F1} ms   {work.Statements,4:F1} statements {work.Blocks,8:F0} blocks{(refused > 0 ? $"   {refused} REFUSED" : "")}");
        if (work.Blocks > ManyBlocks)
        {
            Console.WriteLine($"    mostly: {work.Heaviest}");
        }
    }

    private static async Task<HttpStatusCode> GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string path)
    {
        using var response = await client.PostAsJsonAsync(new Uri(path, UriKind.Relative), new { text = "We have looked into it and a replacement leaves today.", status = "Open" });
        return response.StatusCode;
    }

    private static async Task<List<string>> NumbersAsync(HttpClient api)
    {
        using var page = await api.GetFromJsonAsync<JsonDocument>(new Uri("/api/v1/cases?sort=due&limit=200", UriKind.Relative));
        return [.. page!.RootElement.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("number").GetString()!)];
    }

    /// <summary>Signs in as the demo company's administrator by the button that the page offers on this machine.</summary>
    private static async Task<HttpClient> SignInAsync(Uri address)
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
        var page = await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
        var forms = FormPattern().Matches(page);
        var form = forms.Count > 0 ? forms[^1] : throw new InvalidOperationException("The sign-in page offers no demo account: fill the folder with `seed` first.");
        var admin = forms.FirstOrDefault(f => page.IndexOf("dmin", f.Index, StringComparison.Ordinal) is var at and >= 0 && at - f.Index < 900) ?? form;
        using var fields = new FormUrlEncodedContent([new("__RequestVerificationToken", TokenPattern().Match(page).Groups["v"].Value)]);
        using var response = await client.PostAsync(new Uri(WebUtility.HtmlDecode(admin.Groups["a"].Value), UriKind.Relative), fields);
        response.EnsureSuccessStatusCode();
        return client;
    }

    [GeneratedRegex("<form[^>]*action=\"(?<a>[^\"]*handler=Demo[^\"]*|/sign-in/[^\"]*[Dd]emo[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormPattern();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<v>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenPattern();
}
