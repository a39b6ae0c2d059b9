using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Inbox.Core.Webhooks;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;

namespace Inbox.Web.Tests.Killed;

/// <summary>Two nodes on one database take the steps of ladders while nodes are killed and the database breaks down.</summary>
public sealed partial class KilledEscalationTests
{
    private const int OnTime = 300;
    private const int Missed = 100;
    private const long FirstCase = 900_000;
    private const string Ours = "case_id >= 900000";

    /// <summary>Told, called and raised when due; a note, which nobody else writes, two seconds of the machine's clock later.</summary>
    private const string Ladder = """
        [{"position":1,"metric":"FirstReply","at":{"unit":"Percent","value":99},"action":"NotifyLead"},
         {"position":2,"metric":"FirstReply","at":{"unit":"Percent","value":100},"action":"CallWebhook","webhookId":HOOK},
         {"position":3,"metric":"FirstReply","at":{"unit":"Minutes","value":0},"action":"RaiseLevel"},
         {"position":4,"metric":"FirstReply","at":{"unit":"Percent","value":102},"action":"WriteNote","note":"Somebody look at this."}]
        """;

    [Fact]
    public async Task Steps_are_taken_exactly_once_and_in_order_though_nodes_are_killed_and_the_database_breaks_down()
    {
        await using var board = (await HttpStub.StartAsync()).On(HttpMethod.Post, "/hook", Answer());
        await using var one = await RunningInbox.StartAsync();
        await using var database = await one.OpenDatabaseAsync();
        await database.ExecuteAsync($"UPDATE sla_policies SET steps = '{Ladder.Replace("HOOK", (await AddHookAsync(one, database, board)).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}'");

        // Behind the back of the application, so both begin after it.
        var restarting = one.KillAndRestartAsync();
        await using var two = await RunningInbox.StartAsync(one.DataFolder);
        await restarting;
        await OpenCasesAsync(database, from: 0, OnTime, "now() + n * interval '30 ms'");

        await Task.Delay(TimeSpan.FromSeconds(2));
        await one.KillAsync();
        await database.BreakDownAsync(TimeSpan.FromSeconds(3));
        await Task.WhenAll(one.RestartAsync(), Task.Delay(TimeSpan.FromSeconds(1)));
        await database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'Inbox'");
        await Task.WhenAll(one.KillAsync(), two.KillAsync());

        // For ten minutes nothing has run, as far as these know.
        await OpenCasesAsync(database, from: OnTime, Missed, "now() - interval '10 minutes' + n * interval '30 ms'");
        await Task.WhenAll(one.RestartAsync(), two.RestartAsync());
        await Eventually.IsAsync(async () => await database.CountAsync($"SELECT count(*) FROM escalations WHERE {Ours}") >= (OnTime + Missed) * 4L, TimeSpan.FromMinutes(2));
        await Eventually.IsAsync(async () => await database.CountAsync("SELECT count(*) FROM late_notices") == 0
            && await database.CountAsync("SELECT count(*) FROM webhook_deliveries WHERE state <> 'Sent'") == 0, TimeSpan.FromMinutes(2));

        await EachStepIsTakenOnceAsync(database);
        await EverybodyIsToldOnceAsync(database);
        await EveryCallArrivesInOrderAsync(database, board);
    }

    private static async Task EachStepIsTakenOnceAsync(RunningDatabase database)
    {
        (await database.CountAsync($"SELECT count(*) FROM escalations WHERE {Ours}")).ShouldBe((OnTime + Missed) * 4L);
        (await database.ListAsync<int>($"SELECT DISTINCT escalation_level FROM cases WHERE id >= {FirstCase}")).ShouldBe([1]);
        (await database.ListAsync<long>($"SELECT count(*) FROM messages WHERE {Ours} AND direction = 'Note' GROUP BY case_id")).ShouldBe(Enumerable.Repeat(1L, OnTime + Missed));
        (await database.ListAsync<string>($"SELECT DISTINCT string_agg(substring(detail FROM ': (\\w+)'), ' ' ORDER BY id) FROM case_events WHERE {Ours} AND kind = 'Escalated' GROUP BY case_id"))
            .ShouldBe(["told called raised wrote"]);
    }

    /// <summary>By a word for each case, or by the digest of what came too late.</summary>
    private static async Task EverybodyIsToldOnceAsync(RunningDatabase database)
    {
        (await database.ListAsync<int>($"SELECT times FROM notifications WHERE {Ours} AND times > 1")).ShouldBeEmpty();
        var single = await database.ListAsync<long>($"SELECT case_id FROM notifications WHERE {Ours}");
        single.ShouldBeUnique();
        var digests = await database.ListAsync<string>("SELECT text FROM notifications WHERE case_id IS NULL AND text LIKE '%while Inbox was down'");
        digests.ShouldNotBeEmpty();
        digests.Count.ShouldBeLessThan(10);
        (single.Count + digests.Sum(text => int.Parse(Number().Match(text).ValueSpan, CultureInfo.InvariantCulture))).ShouldBe(OnTime + Missed);
    }

    private static async Task EveryCallArrivesInOrderAsync(RunningDatabase database, HttpStub board)
    {
        // Those of one commit keep their order; what two nodes commit at once has none.
        var owed = await database.ListAsync<string>("SELECT string_agg(key, ' ' ORDER BY id) FROM webhook_deliveries GROUP BY created_at");
        var keys = owed.SelectMany(commit => commit.Split(' ')).ToHashSet(StringComparer.Ordinal);
        var arrived = board.Requests.Where(r => keys.Contains(r.Headers["webhook-id"])).ToList();
        var firsts = arrived.Select(r => r.Headers["webhook-id"]).Distinct(StringComparer.Ordinal).ToList();
        firsts.Count.ShouldBe(keys.Count);
        foreach (var commit in owed.Select(c => c.Split(' ')))
        {
            firsts.Where(commit.ToHashSet(StringComparer.Ordinal).Contains).ShouldBe(commit);
        }

        arrived.GroupBy(r => r.Headers["webhook-id"], StringComparer.Ordinal).ShouldAllBe(same => same.Select(CasesOf).Distinct().Count() == 1);
        var told = await database.ListAsync<long>($"SELECT (fact->>'caseId')::bigint FROM webhook_deliveries, jsonb_array_elements(facts) AS fact WHERE (fact->>'caseId')::bigint >= {FirstCase}");
        told.Order().ShouldBe(Enumerable.Range(0, OnTime + Missed).Select(i => FirstCase + i));
        arrived.Count.ShouldBeGreaterThan(keys.Count, "the first call was answered with 503");
    }

    private static string CasesOf(HttpStub.Request request)
    {
        using var body = JsonDocument.Parse(request.Body);
        return string.Join(' ', body.RootElement.GetProperty("data").GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("case").GetString()));
    }

    private static Func<HttpStub.Request, IResult> Answer()
    {
        var first = 1;
        return _ => Results.StatusCode(Interlocked.Exchange(ref first, 0) == 1 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent);
    }

    /// <summary>By its page, as an administrator of the demo company.</summary>
    private static async Task<long> AddHookAsync(RunningInbox inbox, RunningDatabase database, HttpStub board)
    {
        var admin = await database.CountAsync("SELECT id FROM agents WHERE email = 'admin@demo.inbox'");
        using var browser = new HttpClient { BaseAddress = inbox.Address };
        await InboxApp.PostAsync(browser, $"/sign-in?handler=Demo&id={admin}");
        await InboxApp.PostAsync(browser, "/settings/webhooks/new", ("Input.Name", "Board"), ("Input.Format", nameof(WebhookFormat.Json)), ("Input.Address", new Uri(board.Url, "/hook").AbsoluteUri));
        return await database.CountAsync("SELECT id FROM webhooks WHERE name = 'Board'");
    }

    /// <summary>Cases whose only clock, with an hour and a policy of ours, is due then.</summary>
    private static Task OpenCasesAsync(RunningDatabase database, int from, int count, string due) => database.ExecuteAsync(
        $$"""
        INSERT INTO cases SELECT (jsonb_populate_record(c, jsonb_build_object('id', {{FirstCase + from}} + n, 'subject', 'Lamp ' || n, 'escalation_level', 0, 'priority', 'Normal', 'message_count', 0))).*
        FROM cases c, generate_series(0, {{count - 1}}) AS n WHERE c.id = (SELECT id FROM cases WHERE is_open AND assignee_id IS NULL AND folded_into_id IS NULL AND offered_to_id IS NULL ORDER BY id LIMIT 1);
        INSERT INTO sla_clocks (case_id, metric, cycle, policy_id, calendar_id, department_id, started_at, resumed_at, consumed, target, due_at, next_step_at, fixed_due, steps_taken)
        SELECT {{FirstCase + from}} + n, 'FirstReply', 1, (SELECT min(id) FROM sla_policies), NULL, (SELECT min(id) FROM departments),
               due - interval '100 seconds', due - interval '100 seconds', interval '0', interval '100 seconds', due, due - interval '1 second', false, '{}'
        FROM generate_series(0, {{count - 1}}) AS n, LATERAL (SELECT {{due}} AS due) AS at
        """);

    [GeneratedRegex("^[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
