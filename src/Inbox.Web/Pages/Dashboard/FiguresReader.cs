using System.Data.Common;
using Inbox.Core.Departments;
using Inbox.Core.Sla;

namespace Inbox.Web.Pages.Dashboard;

/// <summary>Reads the answers of <see cref="FiguresSql"/> in their order; a row without a department is the sum of all.</summary>
internal sealed class FiguresReader(DbDataReader reader, Ask ask, List<Department> departments)
{
    private readonly Board _all = new();
    private readonly Dictionary<long, Board> _boards = departments.ToDictionary(d => d.Id, _ => new Board());
    private double? _firstReplyTarget;

    public async Task<Figures> ReadAsync(DateOnly today, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await RowsAsync(ReadLengths, cancellationToken);
        await NextAsync(ReadPromises, cancellationToken);
        await NextAsync(ReadBacklog, cancellationToken);
        var days = new Dictionary<DateOnly, Day>();
        await NextAsync(() => AddDay(days), cancellationToken);
        var hours = new List<Hour>();
        await NextAsync(() => hours.Add(new Hour(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2))), cancellationToken);
        return new Figures(
            ask,
            now,
            _all,
            [.. departments.Select(d => (d, _boards[d.Id]))],
            // A promise of working time is no line in a picture of clock time.
            ask.WorkingHours ? _firstReplyTarget : null,
            [.. Enumerable.Range(1 - ask.Days, ask.Days).Select(today.AddDays).Select(date => days.GetValueOrDefault(date, new Day(date, 0, Median: null, P90: null)))],
            hours);
    }

    private void ReadLengths()
    {
        var metric = Enum.Parse<SlaMetric>(reader.GetString(0));
        var inPeriod = reader.GetBoolean(1);
        var board = BoardAt(2);
        (inPeriod ? board.Now : board.Before)[metric] = new Lengths(reader.GetInt32(3), Number(4), Number(5), Number(6) ?? 0);
        if (board == _all && inPeriod && metric == SlaMetric.FirstReply)
        {
            _firstReplyTarget = Number(7);
        }
    }

    private void ReadPromises()
    {
        var promises = new Promises(reader.GetInt32(2), reader.GetInt32(3));
        var board = BoardAt(1);
        if (reader.GetBoolean(0))
        {
            board.Kept = promises;
        }
        else
        {
            board.KeptBefore = promises;
        }
    }

    private void ReadBacklog() => BoardAt(0).Backlog = new Backlog(
        reader.GetInt32(1),
        reader.GetInt32(2),
        reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3),
        [.. Enumerable.Range(4, 5).Select(reader.GetInt32)]);

    private void AddDay(Dictionary<DateOnly, Day> days)
    {
        var date = reader.GetFieldValue<DateOnly>(0);
        days[date] = new Day(date, reader.GetInt32(1), Number(2), Number(3));
    }

    private Board BoardAt(int column) => reader.IsDBNull(column) ? _all : _boards[reader.GetInt64(column)];

    private double? Number(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

    private async Task NextAsync(Action read, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        await RowsAsync(read, cancellationToken);
    }

    private async Task RowsAsync(Action read, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            read();
        }
    }
}
