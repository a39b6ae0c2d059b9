using Inbox.Core.Sla;
using Inbox.Testing;

namespace Inbox.Core.Tests.Sla;

/// <summary>The table of docs/clocks.md is what is expected: every row happens for real, and its effect on every metric is compared.</summary>
public sealed class ClockEventTests
{
    private static readonly SlaMetric[] Columns =
        [SlaMetric.FirstReply, SlaMetric.NextReply, SlaMetric.Update, SlaMetric.Resolution, SlaMetric.Callback, SlaMetric.HandoffAccept, SlaMetric.DepartmentTime];

    private static readonly Dictionary<string, string[]> Table = ReadTable();

    public static TheoryData<string> Events => [.. ClockEvents.All.Keys];

    [Fact]
    public void The_docs_and_the_tests_name_the_same_events() => Table.Keys.ShouldBe(ClockEvents.All.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Events))]
    public async Task Event_does_to_every_metric_what_the_docs_say(string name)
    {
        await using var story = await ClockStory.OpenAsync();
        var (given, happens) = ClockEvents.All[name];
        await given(story);
        story.Pass();
        var before = await story.ClocksAsync();

        await happens(story);

        var after = await story.ClocksAsync();
        Columns.Select(m => $"{m}: {Effect(Of(before, m), Of(after, m))}").ShouldBe(Columns.Select((m, i) => $"{m}: {Table[name][i]}"));
    }

    private static List<SlaClock> Of(List<SlaClock> clocks, SlaMetric metric) => clocks.FindAll(c => c.Metric == metric);

    private static string Effect(List<SlaClock> before, List<SlaClock> after)
    {
        var words = after.Select(now => Effect(before.Find(c => c.Cycle == now.Cycle), now)).Where(w => w.Length > 0).ToList();
        return words.Count == 0 ? "–" : string.Join(", ", words);
    }

    private static string Effect(SlaClock? before, SlaClock now) => (before, now) switch
    {
        (null, { Outcome: SlaOutcome.Met }) => "starts met",
        (null, { IsPaused: true }) => "starts paused",
        (null, _) => "starts",
        ({ StoppedAt: null }, { Outcome: SlaOutcome.Cancelled }) => "cancelled",
        ({ StoppedAt: null }, { StoppedAt: not null }) => "stops",
        ({ StoppedAt: not null }, { IsRunning: true }) => "goes on",
        ({ StoppedAt: not null }, { IsPaused: true }) => "goes on paused",
        ({ IsRunning: true }, { IsPaused: true }) => "pauses",
        ({ IsPaused: true }, { IsRunning: true }) => "resumes",
        ({ StoppedAt: null }, _) when (before.Target, before.DueAt, before.HoursVersion) != (now.Target, now.DueAt, now.HoursVersion) => "recomputed",
        _ => "",
    };

    /// <summary>Rows of the table whose first column is headed "event".</summary>
    private static Dictionary<string, string[]> ReadTable() => File.ReadLines(Path.Combine(RepositoryFolder.Path, "docs", "clocks.md"))
        .SkipWhile(line => !line.StartsWith("| event |", StringComparison.Ordinal))
        .TakeWhile(line => line.StartsWith('|'))
        .Skip(2)
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[0], cells => cells[1..], StringComparer.Ordinal);
}
