using System.Globalization;
using System.Text.RegularExpressions;
using Inbox.Core.Cases;

namespace Inbox.Web.Pages.AgentsPage;

/// <summary>
/// What somebody typed into the search box: operators (<c>dept:billing is:late reach:&gt;1k tag:refund from:ana status:closed</c>)
/// and words. A bare number with its C jumps to that case.
/// </summary>
internal sealed partial record SearchWords
{
    public string Text { get; private init; } = "";

    public string? Department { get; private init; }

    public string? From { get; private init; }

    public string? Tag { get; private init; }

    public bool Late { get; private init; }

    public bool Waiting { get; private init; }

    public bool Snoozed { get; private init; }

    public bool Unassigned { get; private init; }

    public bool PingPong { get; private init; }

    public long? MoreReachThan { get; private init; }

    public CaseStatus? Status { get; private init; }

    /// <summary>The case that was named by its number alone.</summary>
    public long? Jump { get; private init; }

    public bool IsEmpty => this == Nothing;

    /// <summary>Words look through every case; operators alone narrow the open ones.</summary>
    public bool OpenOnly => Text.Length == 0 && Status is null;

    private static SearchWords Nothing { get; } = new();

    public static SearchWords Parse(string? typed)
    {
        var text = (typed ?? "").Trim();
        if (text.Length == 0)
        {
            return Nothing;
        }

        if (text.StartsWith("C-", StringComparison.OrdinalIgnoreCase) && CaseNumber.TryParse(text, out var number))
        {
            return Nothing with { Jump = number };
        }

        var search = Nothing;
        var rest = Operator().Replace(text.Length > 500 ? text[..500] : text, match =>
        {
            var with = search.With(match.Groups["name"].Value.ToLowerInvariant(), match.Groups["value"].Value.Trim('"'));
            search = with ?? search;
            return with is null ? match.Value : " ";
        });
        return search with { Text = string.Join(' ', rest.Split(' ', StringSplitOptions.RemoveEmptyEntries)) };
    }

    /// <summary>Null when it is no operator after all, but words with a colon in them.</summary>
    private SearchWords? With(string name, string value) => (name, value.ToLowerInvariant()) switch
    {
        ("dept", _) => this with { Department = value },
        ("from", _) => this with { From = value },
        ("tag", _) => this with { Tag = value },
        ("is", "late") => this with { Late = true },
        ("is", "waiting") => this with { Waiting = true },
        ("is", "snoozed") => this with { Snoozed = true },
        ("is", "unassigned") => this with { Unassigned = true },
        ("is", "pingpong") => this with { PingPong = true },
        ("reach", _) => ReachOf(value) is { } reach ? this with { MoreReachThan = reach } : null,
        ("status", _) => Enum.TryParse<CaseStatus>(value, ignoreCase: true, out var status) && Enum.IsDefined(status) ? this with { Status = status } : null,
        _ => null,
    };

    private static long? ReachOf(string value)
    {
        var number = value.TrimStart('>', '=');
        var factor = number.Length == 0 ? 1 : char.ToLowerInvariant(number[^1]) switch { 'k' => 1_000, 'm' => 1_000_000, _ => 1 };
        return decimal.TryParse(factor == 1 ? number : number[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count < 1_000_000_000
            ? (long)(count * factor)
            : null;
    }

    [GeneratedRegex("(?<![^ ])(?<name>[A-Za-z]+):(?<value>\"[^\"]*\"|[^ \"]+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Operator();
}
