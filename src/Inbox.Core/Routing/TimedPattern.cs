using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Inbox.Core.Routing;

/// <summary>
/// A regular expression that cannot hold up the mail: of linear time where .NET has it so, else cut off after 50 ms; and
/// all patterns together have a budget for each message.
/// </summary>
internal sealed class TimedPattern
{
    private static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(50);

    /// <summary>Of linear time already; this only bounds a machine that is short of breath.</summary>
    private static readonly TimeSpan MostLinearTime = TimeSpan.FromMilliseconds(250);

    private const RegexOptions Shared = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private readonly Regex _regex;

    private TimedPattern(string text, Regex regex) => (Text, _regex) = (text, regex);

    public string Text { get; }

    /// <summary>Null for what is no regular expression; <paramref name="error"/> says why.</summary>
    public static TimedPattern? TryCompile(string text, out string? error)
    {
        error = null;
        try
        {
            return new TimedPattern(text, new Regex(text, Shared | RegexOptions.NonBacktracking, MostLinearTime));
        }
        catch (NotSupportedException)
        {
            // Look-around and back-references cannot be matched without going back.
            return new TimedPattern(text, new Regex(text, Shared, MostTime));
        }
        catch (ArgumentException e)
        {
            error = e.Message;
            return null;
        }
    }

    /// <summary>What was found; empty when nothing was, null when it took too long or the budget is spent.</summary>
    public string? Find(string text, PatternBudget budget)
    {
        if (budget.IsSpent)
        {
            return null;
        }

        var began = Stopwatch.GetTimestamp();
        try
        {
            return _regex.Match(text) is { Success: true } match ? Words.Cut(match.Value, 80) + (match.Length == 0 ? " " : "") : "";
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
        finally
        {
            budget.Spend(Stopwatch.GetElapsedTime(began));
        }
    }
}

/// <summary>The time that all patterns together may take for one message.</summary>
internal sealed class PatternBudget
{
    private static readonly TimeSpan Whole = TimeSpan.FromMilliseconds(500);
    private TimeSpan _spent;

    public bool IsSpent => _spent >= Whole;

    public void Spend(TimeSpan time) => _spent += time;
}
