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
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(15);

    private static readonly string[] Parts = ["ann", "mill", "okon", "ar", "zz", "b"];

    /// <summary>Above this the heaviest statement is shown: something reads more than a page shows.</summary>
    private const int ManyBlocks = 2000;

    public static async Task<int> RunAsync(string dataFolder, string only)
    {
        await using var statements = await StatementCounts.StartAsync(dataFolder);
        await Circumstances.ArrangeAsync(statements);
        await using var inbox = await RunningInbox.StartAsync(dataFolder);
        var token = await inbox.RunVerbAsync("token", "create", "--name", "benchmark", "--role", "Admin");
        using var api = new HttpClient { BaseAddress = inbox.Address };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var browser = await SignInAsync(inbox.Address, "Idris Cole");
        using var agent = await SignInAsync(inbox.Address, "Ana Keller");
        using var contractor = await SignInAsync(inbox.Address, "Milo Brandt");
        var open = await ReadableAsync(await NumbersAsync(api), browser, agent);
        var answerable = await AnswerableAsync(api, open);
        var measured = new Measured(statements, only);
        await MeasureIdleAsync(measured);
        await MeasureAsync(measured, "list, 50 cases, due first", i => GetAsync(api, "/api/v1/cases?sort=due&limit=50"));
        await MeasureAsync(measured, "case with clocks", i => GetAsync(api, $"/api/v1/cases/{open[i % open.Count]}"));
        await MeasureAsync(measured, "messages of a case", i => GetAsync(api, $"/api/v1/cases/{open[i % open.Count]}/messages"));
        await MeasureAsync(measured, "page /inbox: views, counts, list", i => GetAsync(browser, "/inbox?view=all"));
        await MeasureAsync(measured, "page /inbox with a case open", i => GetAsync(browser, $"/inbox?view=all&case={open[i % open.Count]}"));
        await MeasureAsync(measured, "page /inbox?view=mine", i => GetAsync(browser, "/inbox?view=mine"));
        await MeasureAsync(measured, "page /inbox?view=due", i => GetAsync(browser, "/inbox?view=soon"));
        await MeasureAsync(measured, "page /inbox newest first", i => GetAsync(browser, "/inbox?view=all&sort=newest"));
        await MeasureAsync(measured, "agent: views, counts, list", i => GetAsync(agent, "/inbox?view=all"));
        await MeasureAsync(measured, "agent: page with a case open", i => GetAsync(agent, $"/inbox?view=all&case={open[i % open.Count]}"));
        await MeasureAsync(measured, "agent: unassigned, people away", i => GetAsync(agent, "/inbox?view=unassigned"));
        await MeasureAsync(measured, "agent: following", i => GetAsync(agent, "/inbox?view=following"));
        await MeasureAsync(measured, "agent: newest first", i => GetAsync(agent, "/inbox?view=all&sort=newest"));
        await MeasureAsync(measured, "agent: tag", i => GetAsync(agent, "/inbox?view=all&q=tag:repair"));
        await MeasureAsync(measured, "agent: tag that nobody has", i => GetAsync(agent, "/inbox?view=all&q=tag:nothing"));
        await MeasureAsync(measured, "agent: closed cases with a tag", i => GetAsync(agent, "/inbox?view=all&q=tag:repair+status:closed"));
        await MeasureAsync(measured, "agent: search a word", i => GetAsync(agent, "/inbox?view=all&q=parcel"));
        await MeasureAsync(measured, "contractor: views, counts, list", i => GetAsync(contractor, "/inbox?view=all"));
        await MeasureAsync(measured, "page of a case's promises", i => GetAsync(browser, $"/cases/{open[i % open.Count]}/promises"));
        await MeasureAsync(measured, "page of handoffs, 90 days", i => GetAsync(browser, "/reports/handoffs?days=90"));
        await MeasureAsync(measured, "page of routing rules with hits", i => GetAsync(browser, "/settings/routing"));
        await MeasureAsync(measured, "page of notifications", i => GetAsync(agent, "/notifications"));
        await MeasureAsync(measured, "list, 50 cases, newest first", i => GetAsync(api, "/api/v1/cases?limit=50"));
        await MeasureAsync(measured, "page /mentions", i => GetAsync(browser, "/mentions"));
        await MeasureAsync(measured, "page /customers", i => GetAsync(browser, "/customers"));
        await MeasureAsync(measured, "page /customers, part of a name", i => GetAsync(browser, $"/customers?q={Parts[i % Parts.Length]}"));
        await MeasureAsync(measured, "callers as one types", i => GetAsync(browser, $"/calls/new?handler=Callers&Call.Name={Parts[i % Parts.Length]}"));
        await MeasureAsync(measured, "page /deliveries", i => GetAsync(browser, "/deliveries"));
        await MeasureAsync(measured, "page /dashboard, kept for a while", i => GetAsync(browser, "/dashboard"));
        await MeasureAsync(measured, "search a word", i => GetAsync(api, "/api/v1/cases?q=parcel&limit=50"));
        await MeasureAsync(measured, "reply", i => PostAsync(api, $"/api/v1/cases/{answerable[i % answerable.Count]}/replies"));
        return 0;
    }

    /// <summary>What the workers ask for while nobody does anything.</summary>
    private static async Task MeasureIdleAsync(Measured measured)
    {
        const string What = "nobody does anything, per second";
        if (!What.Contains(measured.Only, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        await Task.Delay(Idle);
        await measured.Statements.ResetAsync();
        await Task.Delay(Idle);
        var work = await measured.Statements.PerCallAsync((int)Idle.TotalSeconds, atLeast: 1);
        Console.WriteLine($"{What,-36} {work.Milliseconds,30:F1} ms   {work.Statements,4:F1} statements {work.Blocks,8:F0} blocks");
        if (work.Milliseconds > 10)
        {
            Console.WriteLine($"    mostly: {work.Heaviest}");
        }
    }

    private static async Task MeasureAsync(Measured measured, string what, Func<int, Task<string?>> call)
    {
        if (!what.Contains(measured.Only, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        for (var i = 0; i < WarmUp; i++)
        {
            await call(i);
        }

        var milliseconds = new List<double>();
        var refused = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Times; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var refusal = await call(WarmUp + i);
            milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (refusal is not null)
            {
                refused[refusal] = refused.GetValueOrDefault(refusal) + 1;
            }
        }

        await measured.Statements.ResetAsync();
        for (var i = 0; i < Counted; i++)
        {
            await call(WarmUp + Times + i);
        }

        var work = await measured.Statements.PerCallAsync(Counted, atLeast: Counted);
        milliseconds.Sort();
        Console.WriteLine($"{what,-36} p50 {milliseconds[Times / 2],6:F1} ms   p95 {milliseconds[Times * 95 / 100],6:F1} ms   {work.Statements,4:F1} statements {work.Blocks,8:F0} blocks");
        foreach (var (reason, times) in refused)
        {
            Console.WriteLine($"    REFUSED {times} times: {reason}");
        }

        if (work.Blocks > ManyBlocks)
        {
            Console.WriteLine($"    mostly: {work.Heaviest}");
        }
    }

    private static async Task<string?> GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return await RefusalAsync(response);
    }

    private static async Task<string?> PostAsync(HttpClient client, string path)
    {
        using var response = await client.PostAsJsonAsync(new Uri(path, UriKind.Relative), new { text = "We have looked into it and a replacement leaves today.", status = "Open" });
        return await RefusalAsync(response);
    }

    /// <summary>The whole answer read, and its text when it is an error.</summary>
    private static async Task<string?> RefusalAsync(HttpResponseMessage response)
    {
        var content = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode ? null : response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? JsonDocument.Parse(content).RootElement.GetProperty("detail").GetString()
            : $"status {(int)response.StatusCode}";
    }

    /// <summary>Those whose customer wrote last by mail: a caller is called back instead.</summary>
    private static async Task<List<string>> AnswerableAsync(HttpClient api, List<string> numbers)
    {
        var answerable = new List<string>();
        foreach (var number in numbers)
        {
            using var messages = await api.GetFromJsonAsync<JsonDocument>(new Uri($"/api/v1/cases/{number}/messages", UriKind.Relative));
            var last = messages!.RootElement.GetProperty("items").EnumerateArray().LastOrDefault(m => m.GetProperty("direction").GetString() == "inbound");
            if (last.ValueKind == JsonValueKind.Object && last.GetProperty("from").GetProperty("handle").GetString()!.Contains('@', StringComparison.Ordinal))
            {
                answerable.Add(number);
            }
        }

        return answerable;
    }

    /// <summary>Those that both may read: a page that refuses costs little.</summary>
    private static async Task<List<string>> ReadableAsync(List<string> numbers, params HttpClient[] readers)
    {
        var readable = new List<string>();
        foreach (var number in numbers)
        {
            var refusals = await Task.WhenAll(readers.Select(r => GetAsync(r, $"/cases/{number}/promises")));
            if (Array.TrueForAll(refusals, r => r is null))
            {
                readable.Add(number);
            }
        }

        return readable;
    }

    private static async Task<List<string>> NumbersAsync(HttpClient api)
    {
        using var page = await api.GetFromJsonAsync<JsonDocument>(new Uri("/api/v1/cases?sort=due&limit=200", UriKind.Relative));
        return [.. page!.RootElement.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("number").GetString()!)];
    }

    /// <param name="Statements">What the database did.</param>
    /// <param name="Only">A part of the names of what to measure; empty for all.</param>
    private sealed record Measured(StatementCounts Statements, string Only);

    /// <summary>Signs in by the button that the page offers on this machine for a person of the demo company.</summary>
    private static async Task<HttpClient> SignInAsync(Uri address, string who)
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
        var page = await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
        var form = FormPattern().Matches(page).FirstOrDefault(f => f.Value.Contains(who, StringComparison.Ordinal))
            ?? throw new InvalidOperationException("The sign-in page offers no demo account: fill the folder with `seed` first.");
        var fields = FieldPattern().Matches(form.Value).Select(f => KeyValuePair.Create(f.Groups["n"].Value, WebUtility.HtmlDecode(f.Groups["v"].Value)));
        using var content = new FormUrlEncodedContent(fields);
        using var response = await client.PostAsync(new Uri(WebUtility.HtmlDecode(form.Groups["a"].Value), UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        return client;
    }

    [GeneratedRegex("<form[^>]*action=\"(?<a>[^\"]*handler=Demo[^\"]*)\".*?</form>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex FormPattern();

    [GeneratedRegex("<input name=\"(?<n>__RequestVerificationToken)\"[^>]*value=\"(?<v>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FieldPattern();
}
