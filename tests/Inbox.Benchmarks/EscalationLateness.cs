using System.Diagnostics;
using System.Globalization;
using Inbox.Testing;

namespace Inbox.Benchmarks;

/// <summary>
/// How late the running application takes the steps of ladders: many clocks run, and some of them are due within one minute.
/// Lateness is from the time a step was owed to the commit of its row, as PostgreSQL recorded it.
/// </summary>
internal static class EscalationLateness
{
    private const long FirstCase = 10_000_000;
    private const int Minute = 60;
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal) { ["track_commit_timestamp"] = "on" };

    private const string Ladder = """
        [{"position":1,"metric":"FirstReply","at":{"unit":"Percent","value":75},"action":"NotifyAssignee"},
         {"position":2,"metric":"FirstReply","at":{"unit":"Percent","value":100},"action":"NotifyLead"},
         {"position":3,"metric":"FirstReply","at":{"unit":"Percent","value":100},"action":"RaiseLevel"},
         {"position":4,"metric":"FirstReply","at":{"unit":"Percent","value":100},"action":"RaisePriority"}]
        """;

    public static async Task<int> RunAsync(int running, int due)
    {
        var data = Directory.CreateTempSubdirectory("inbox-escalation-");
        try
        {
            await using var database = await RunningDatabase.StartAsync(data.FullName, Settings);
            await using var inbox = await RunningInbox.StartAsync(data.FullName);
            await SeedAsync(database, running, due);
            var idle = await ShareAsync(inbox, TimeSpan.FromSeconds(15));
            await database.ExecuteAsync(
                $"UPDATE sla_clocks SET due_at = now() + interval '3 s' + (case_id - {FirstCase}) * interval '{Minute} s' / {due}, next_step_at = now() + interval '3 s' + (case_id - {FirstCase}) * interval '{Minute} s' / {due} WHERE case_id >= {FirstCase} AND case_id < {FirstCase + due}");
            var busy = await ShareAsync(inbox, TimeSpan.FromSeconds(Minute + 5));
            await ReportAsync(database, running, due, idle, busy);
            return 0;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task SeedAsync(RunningDatabase database, int running, int due)
    {
        await database.ExecuteAsync($"UPDATE sla_policies SET steps = '{Ladder}'");
        await database.ExecuteAsync(
            $"""
            INSERT INTO cases SELECT (jsonb_populate_record(c, jsonb_build_object('id', {FirstCase} + n, 'priority', 'Normal'))).*
            FROM cases c, generate_series(0, {running - 1}) AS n WHERE c.id = (SELECT id FROM cases WHERE is_open AND folded_into_id IS NULL AND offered_to_id IS NULL ORDER BY id LIMIT 1);
            INSERT INTO sla_clocks (case_id, metric, cycle, policy_id, calendar_id, department_id, started_at, resumed_at, consumed, target, due_at, next_step_at, fixed_due, steps_taken)
            SELECT {FirstCase} + n, 'FirstReply', 1, (SELECT min(id) FROM sla_policies), NULL, (SELECT min(id) FROM departments),
                   now(), now(), interval '0', interval '60 days', now() + interval '1 day' + n * interval '20 s', now() + interval '1 day' + n * interval '20 s', false, ARRAY[1]
            FROM generate_series(0, {running - 1}) AS n;
            """);
        await database.ExecuteAsync("ANALYZE cases, sla_clocks");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{running} clocks run, {due} of them due within one minute, four steps a ladder"));
    }

    private static async Task<double> ShareAsync(RunningInbox inbox, TimeSpan during)
    {
        var (before, began) = (inbox.ProcessorTime(), Stopwatch.GetTimestamp());
        await Task.Delay(during);
        return (inbox.ProcessorTime() - before) / Stopwatch.GetElapsedTime(began);
    }

    private static async Task ReportAsync(RunningDatabase database, int running, int due, double idle, double busy)
    {
        var late = await database.ListAsync<double>(
            $"SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin) - owed_at)::float8 * 1000 AS ms FROM escalations WHERE case_id >= {FirstCase} AND case_id < {FirstCase + running} ORDER BY ms");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{late.Count} of {due * 3} steps taken; lateness p50 {At(0.5):0} ms, p99 {At(0.99):0} ms, highest {late[^1]:0} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"processor share of the application: {busy:P1} of one core in that minute, {idle:P1} before it"));

        double At(double share) => late[(int)(share * (late.Count - 1))];
    }
}
