using Inbox.Core.Departments;
using Inbox.Core.Sla;

namespace Inbox.Web.Pages.Settings.Calendars;

/// <summary>The part of the calendar page that grows and shrinks: week, holidays, exceptions. Works on the form as it is typed.</summary>
/// <param name="Form">The form.</param>
/// <param name="Focus">The element that has the keyboard after a change; nothing on first sight.</param>
/// <param name="Said">What the change did.</param>
/// <param name="Wrong">Why it did nothing.</param>
public sealed record CalendarEditor(CalendarForm Form, string? Focus = null, string? Said = null, string? Wrong = null)
{
    /// <summary>One press of a button: <c>add 0</c>, <c>remove 0 1</c>, <c>copy</c>, <c>holiday</c>, <c>holiday-remove 3</c>, <c>exception</c>, <c>exception-remove 0</c>.</summary>
    public static CalendarEditor Change(CalendarForm form, string act)
    {
        var words = act.Split(' ');
        var numbers = words.Skip(1).Select(w => int.TryParse(w, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : -1).ToArray();
        switch (words[0])
        {
            case "add" when At(form.Week, numbers, 0) is { } day:
                day.Open.Add(new IntervalRow());
                return new CalendarEditor(form, $"from-{numbers[0]}-{day.Open.Count - 1}");
            case "remove" when At(form.Week, numbers, 0) is { } day && At(day.Open, numbers, 1) is { } interval:
                day.Open.Remove(interval);
                return new CalendarEditor(form, $"add-{numbers[0]}");
            case "copy":
                foreach (var day in form.Week.Skip(1).Take(4))
                {
                    day.Open = [.. form.Week[0].Open.Select(i => new IntervalRow { From = i.From, To = i.To })];
                }

                return new CalendarEditor(form, "copy", "Tuesday to Friday have Monday's hours now.");
            case "holiday":
                form.Holidays.Add(new HolidayRow());
                return new CalendarEditor(form, $"holiday-{form.Holidays.Count - 1}");
            case "holiday-remove" when At(form.Holidays, numbers, 0) is { } holiday:
                form.Holidays.Remove(holiday);
                return new CalendarEditor(form, "holiday-add");
            case "exception":
                form.Exceptions.Add(new ExceptionRow());
                return new CalendarEditor(form, $"exception-{form.Exceptions.Count - 1}");
            case "exception-remove" when At(form.Exceptions, numbers, 0) is { } exception:
                form.Exceptions.Remove(exception);
                return new CalendarEditor(form, "exception-add");
            default:
                return new CalendarEditor(form, Wrong: "This row is no longer there.");
        }
    }

    /// <summary>Adds the days of a file that are not in the list yet.</summary>
    public static CalendarEditor Import(CalendarForm form, HolidayFile file)
    {
        var known = form.Holidays.Select(h => h.Date?.Trim()).ToHashSet(StringComparer.Ordinal);
        var news = file.Holidays.Where(h => !known.Contains(CalendarForm.Text(h.Date))).ToList();
        form.Holidays = [.. form.Holidays
            .Concat(news.Select(h => new HolidayRow { Date = CalendarForm.Text(h.Date), Name = h.Name }))
            .OrderBy(h => h.Date, StringComparer.Ordinal)];
        var leftOut = file.LeftOut > 0 ? $" {Count(file.LeftOut, "event")} left out: no whole day, cancelled, or repeated otherwise than yearly." : "";
        return new CalendarEditor(
            form,
            "holiday-add",
            $"{Count(news.Count, "holiday")} added, {file.Holidays.Count - news.Count} {(file.Holidays.Count - news.Count == 1 ? "was" : "were")} in the list already.{leftOut} Nothing is saved yet.");
    }

    /// <summary>What is open on each day, in minutes of that day; a shift past midnight shows on both.</summary>
    public IReadOnlyList<DayBar> Bars()
    {
        var bars = Form.Week.ConvertAll(d => new DayBar(d.Title, []));
        for (var i = 0; i < Form.Week.Count; i++)
        {
            foreach (var interval in Form.Week[i].Open)
            {
                var one = new Dictionary<string, string[]>(StringComparer.Ordinal) { [Form.Week[i].Day] = [interval.Text] };
                if (WeeklyHours.TryParse(one, out var shifts, out _))
                {
                    var (from, to) = (shifts[0].FromMinute, shifts[0].ToMinute);
                    bars[i].Open.Add((from, Math.Min(to, DayBar.Minutes)));
                    if (to > DayBar.Minutes)
                    {
                        bars[(i + 1) % bars.Count].Open.Add((0, to - DayBar.Minutes));
                    }
                }
            }
        }

        return bars;
    }

    private static T? At<T>(List<T> rows, int[] numbers, int which)
        where T : class =>
        which < numbers.Length && numbers[which] >= 0 && numbers[which] < rows.Count ? rows[numbers[which]] : null;

    private static string Count(int count, string what) => FormattableString.Invariant($"{count:N0} {what}{(count == 1 ? "" : "s")}");
}

/// <summary>Twenty-four hours of a weekday as a bar.</summary>
public sealed record DayBar(string Day, List<(int From, int To)> Open)
{
    public const int Minutes = 24 * 60;

    public string Words => Open.Count == 0 ? $"{Day}: closed" : $"{Day}: open " + string.Join(", ", Open.Order().Select(o => $"{Clock(o.From)} to {Clock(o.To)}"));

    private static string Clock(int minute) => FormattableString.Invariant($"{minute / 60:00}:{minute % 60:00}");
}
