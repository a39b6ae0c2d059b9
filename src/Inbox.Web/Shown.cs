using System.Globalization;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Tags;

namespace Inbox.Web;

/// <summary>How a value reads on a page: "12m late", "9 days ago", "48k". js/times.js keeps the same words true while a page is open.</summary>
public static class Shown
{
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    /// <summary>The two largest units of a length of time: "40s", "12m", "3h 10m", "1d 2h".</summary>
    public static string Duration(TimeSpan time)
    {
        var span = time.Duration();
        return span switch
        {
            { TotalMinutes: < 1 } => Invariant($"{span.Seconds}s"),
            { TotalHours: < 1 } => Invariant($"{span.Minutes}m"),
            { TotalDays: < 1 } => Two(span.Hours, "h", span.Minutes, "m"),
            _ => Two(span.Days, "d", span.Hours, "h"),
        };
    }

    /// <summary>What a due time reads as: "12m late", "24m", or "paused" when nothing runs towards it.</summary>
    public static DueText Due(DateTimeOffset dueAt, DateTimeOffset now)
    {
        if (dueAt == Clock.Never)
        {
            return DueText.Paused;
        }

        var left = dueAt - now;
        return left < TimeSpan.Zero
            ? new DueText(Duration(left) + " late", "late")
            : new DueText(Duration(left), left < Soon ? "warn" : "calm");
    }

    /// <summary>"just now", "5 minutes ago", "9 days ago", "3 months ago".</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now)
    {
        var past = now - at;
        return past switch
        {
            { TotalMinutes: < 1 } => "just now",
            { TotalHours: < 1 } => Count((int)past.TotalMinutes, "minute"),
            { TotalDays: < 1 } => Count((int)past.TotalHours, "hour"),
            { TotalDays: < 60 } => Count((int)past.TotalDays, "day"),
            { TotalDays: < 730 } => Count((int)(past.TotalDays / 30), "month"),
            _ => Count((int)(past.TotalDays / 365), "year"),
        };
    }

    /// <summary>The exact time, for hovering. Pages show it in the reader's zone once their script runs.</summary>
    public static string Exact(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>For the datetime attribute.</summary>
    public static string Iso(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Why nobody is owed an answer, in a word or two.</summary>
    public static string Automatic(Core.Cases.Automatic automatic) => automatic switch
    {
        Core.Cases.Automatic.AutoReply => "automatic",
        Core.Cases.Automatic.List => "mailing list",
        Core.Cases.Automatic.Calendar => "calendar answer",
        _ => automatic.ToString().ToLowerInvariant(),
    };

    /// <summary>"On hold" and the like.</summary>
    public static string Status(CaseStatus status) => status == CaseStatus.OnHold ? "On hold" : status.ToString();

    /// <summary>The classes of a tag's chip: the colour that the managed list gives it, or none.</summary>
    public static string? TagClass(string tag, TagList tags) => tags.Find(tag) is { } listed ? Invariant($"tag hue-{listed.Hue}") : null;

    /// <summary>An address as people say it: web addresses without their scheme and last slash.</summary>
    public static string Address(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0 ? address : address[(scheme + 3)..].TrimEnd('/');
    }

    /// <summary>"812", "2.1k", "48k", "1.2M".</summary>
    public static string Count(long number) => Math.Abs(number) switch
    {
        < 1_000 => Invariant($"{number}"),
        < 9_950 => Invariant($"{number / 1_000d:0.#}k"),
        < 999_500 => Invariant($"{number / 1_000d:0}k"),
        < 9_950_000 => Invariant($"{number / 1_000_000d:0.#}M"),
        _ => Invariant($"{number / 1_000_000d:0}M"),
    };

    /// <summary>Up to two letters for a face: "NV" for Nora Vance, "N" for nora.</summary>
    public static string Initials(string? name)
    {
        var words = (name ?? "").Split([' ', '.', '-', '_', '@'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(w => w.TrimStart('+', '(', '"', '\'', '“', '#', '<'))
            .Where(w => w.Length > 0)
            .ToArray();
        return words switch
        {
            [] => "?",
            [var one] => First(one),
            [var first, .., var last] => First(first) + First(last),
        };
    }

    /// <summary>A hue of the palette, 0 to 11, the same for a name on every page and every node.</summary>
    public static int Hue(string? name)
    {
        var hash = 2166136261u;
        foreach (var c in name ?? "")
        {
            hash = (hash ^ char.ToLowerInvariant(c)) * 16777619u;
        }

        return (int)(hash % 12);
    }

    private static string First(string word) => StringInfo.GetNextTextElement(word).ToUpperInvariant();

    private static string Two(int big, string bigUnit, int small, string smallUnit) =>
        small == 0 ? Invariant($"{big}{bigUnit}") : Invariant($"{big}{bigUnit} {small}{smallUnit}");

    private static string Count(int number, string unit) => Invariant($"{number} {unit}{(number == 1 ? "" : "s")} ago");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>Words and tone of a due time; the tone is the class of its chip: late, warn, calm, or none.</summary>
public readonly record struct DueText(string Text, string Tone)
{
    public static DueText Paused { get; } = new("paused", "");

    public static DueText Kept { get; } = new("kept", "calm");
}
