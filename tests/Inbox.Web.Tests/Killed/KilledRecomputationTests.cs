using System.Globalization;
using Inbox.Core.Departments;
using Inbox.Core.Sla;
using Inbox.Testing;
using Inbox.Web.Pages.Settings.Calendars;

namespace Inbox.Web.Tests.Killed;

/// <summary>A node is killed while it brings many clocks over to the edited hours of their calendar.</summary>
public sealed class KilledRecomputationTests
{
    private const int Clocks = 3_000;
    private const long FirstCase = 900_000;
    private const string Name = "Shift";
    private static readonly WorkingTime Before = Daily("00:00", "24:00");
    private static readonly WorkingTime After = Daily("08:00", "20:00");

    [Fact]
    public async Task Every_clock_is_recomputed_once_though_its_node_is_killed_in_between()
    {
        await using var inbox = await RunningInbox.StartAsync();
        await using var database = await inbox.OpenDatabaseAsync();
        using var admin = new HttpClient { BaseAddress = inbox.Address };
        await InboxApp.PostAsync(admin, FormattableString.Invariant($"/sign-in?handler=Demo&id={await database.CountAsync("SELECT id FROM agents WHERE email = 'admin@demo.inbox'")}"));
        await InboxApp.PostAsync(admin, "/settings/calendars/new", Form("00:00", "24:00", revision: 0));
        var calendar = await database.CountAsync($"SELECT id FROM calendars WHERE name = '{Name}'");
        await OpenCasesAsync(database, calendar);
        await InboxApp.PostAsync(admin, FormattableString.Invariant($"/settings/calendars/{calendar}"), Form("08:00", "20:00", await database.CountAsync("SELECT revision::bigint FROM calendars WHERE name = 'Shift'")));

        await Eventually.IsAsync(async () => await DoneAsync(database) > 0);
        // Not as a batch ends, but while the next is worked on.
        await Task.Delay(150);
        await inbox.KillAsync();
        (await DoneAsync(database)).ShouldBeInRange(1, Clocks - 1, "killed in the middle");
        await inbox.RestartAsync();
        await Eventually.IsAsync(async () => await database.CountAsync("SELECT count(*) FROM recomputations WHERE finished_at IS NOT NULL") == 1, TimeSpan.FromMinutes(1));

        (await database.ListAsync<int>("SELECT done FROM recomputations")).ShouldBe([Clocks]);
        var clocks = await ReadAsync(database);
        clocks.Count.ShouldBe(Clocks);
        clocks.ShouldAllBe(c => c.Consumed == Before.Between(c.Started, c.Resumed));
        clocks.ShouldAllBe(c => c.Due == Core.Clock.Stored(After.Add(c.Resumed, c.Target - c.Consumed)) && c.CaseDue == c.Due);
        clocks.ShouldAllBe(c => c.Stretches == 1 && c.Stretched == c.Consumed);
    }

    private static Task<long> DoneAsync(RunningDatabase database) => database.CountAsync("SELECT coalesce(max(done), 0)::bigint FROM recomputations");

    private sealed record Row(DateTimeOffset Started, DateTimeOffset Resumed, TimeSpan Consumed, TimeSpan Target, DateTimeOffset Due, DateTimeOffset CaseDue, long Stretches, TimeSpan Stretched);

    private static async Task<List<Row>> ReadAsync(RunningDatabase database)
    {
        await using var command = database.Source.CreateCommand(
            $"""
            SELECT k.started_at, k.resumed_at, k.consumed, k.target, k.due_at, c.next_due_at, count(*), sum(s.worked)
            FROM sla_clocks k JOIN cases c ON c.id = k.case_id JOIN sla_segments s ON s.case_id = k.case_id
            WHERE k.case_id >= {FirstCase} AND s.started_at = k.started_at AND s.ended_at = k.resumed_at
            GROUP BY k.id, c.id
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Row>();
        while (await reader.ReadAsync())
        {
            rows.Add(new Row(
                reader.GetFieldValue<DateTimeOffset>(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetTimeSpan(2), reader.GetTimeSpan(3),
                reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5), reader.GetInt64(6), reader.GetTimeSpan(7)));
        }

        return rows;
    }

    private static WorkingTime Daily(string from, string to) =>
        new CalendarHours("Europe/London", CalendarForm.Days.ToDictionary(d => d, _ => new[] { $"{from}-{to}" }, StringComparer.Ordinal), [], []).ToWorkingTime();

    private static (string, string)[] Form(string from, string to, long revision) =>
    [
        ("Input.Revision", revision.ToString(CultureInfo.InvariantCulture)), ("Input.Name", Name), ("Input.TimeZone", "Europe/London"),
        .. CalendarForm.Days.SelectMany((day, i) => new (string, string)[] { ($"Input.Week[{i}].Day", day), ($"Input.Week[{i}].Open[0].From", from), ($"Input.Week[{i}].Open[0].To", to) }),
    ];

    /// <summary>Each with one clock that has run by the calendar for a while.</summary>
    private static Task OpenCasesAsync(RunningDatabase database, long calendar) => database.ExecuteAsync(
        $$"""
        INSERT INTO cases SELECT (jsonb_populate_record(c, jsonb_build_object('id', {{FirstCase}} + n, 'subject', 'Lamp ' || n, 'message_count', 0))).*
        FROM cases c, generate_series(0, {{Clocks - 1}}) AS n WHERE c.id = (SELECT id FROM cases WHERE is_open AND folded_into_id IS NULL AND offered_to_id IS NULL ORDER BY id LIMIT 1);
        INSERT INTO sla_clocks (case_id, metric, cycle, policy_id, calendar_id, hours_version, terms_version, department_id, started_at, resumed_at, consumed, target, due_at, next_step_at, fixed_due, steps_taken)
        SELECT {{FirstCase}} + n, 'FirstReply', 1, NULL, {{calendar}}, 0, 0, (SELECT min(id) FROM departments),
               at, at, interval '0', interval '900 hours', at + interval '900 hours', at + interval '900 hours', false, '{}'
        FROM generate_series(0, {{Clocks - 1}}) AS n, LATERAL (SELECT now() - interval '30 hours' - n * interval '61 seconds' AS at) AS began
        """);
}
