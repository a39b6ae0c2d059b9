using System.Diagnostics;
using System.Globalization;

namespace Inbox.Web.CommandLine;

/// <summary>How far a long command is, on standard error: a bar that is drawn over on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class ImportProgress(string what, long total)
{
    private const int BarWidth = 24;
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly TimeSpan _every = Console.IsErrorRedirected ? TimeSpan.FromSeconds(5) : TimeSpan.FromMilliseconds(200);
    private TimeSpan _next;

    /// <param name="done">Of the total.</param>
    /// <param name="count">Mails so far, for the rate.</param>
    public void Show(long done, long count)
    {
        if (_since.Elapsed >= _next)
        {
            _next = _since.Elapsed + _every;
            Write(Line(done, count));
        }
    }

    public void Finish(long count)
    {
        Write(Line(total, count));
        if (!Console.IsErrorRedirected)
        {
            Console.Error.WriteLine();
        }
    }

    private string Line(long done, long count)
    {
        var share = total <= 0 ? 1 : Math.Min(1, (double)done / total);
        var seconds = Math.Max(_since.Elapsed.TotalSeconds, 0.001);
        var left = share is > 0 and < 1 ? ", " + Shown.Duration(TimeSpan.FromSeconds(seconds / share * (1 - share))) + " left" : "";
        var filled = (int)(share * BarWidth);
        var bar = $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] ";
        return string.Create(CultureInfo.InvariantCulture, $"{what} {(Console.IsErrorRedirected ? "" : bar)}{share:P0}, {count:N0} mails, {count / seconds:N0}/s{left}");
    }

    private static void Write(string line)
    {
        if (Console.IsErrorRedirected)
        {
            Console.Error.WriteLine(line);
        }
        else
        {
            // Back to the start of the line, and whatever a longer line left behind is wiped.
            Console.Error.Write("\r" + line + "\u001b[K");
        }
    }
}
