using System.Globalization;

namespace Inbox.Core.Cases;

public enum ChecklistKind { Text, Number, Tick }

/// <summary>Something a department wants to know before it accepts a case, for example the order number.</summary>
public sealed record ChecklistItem(string Label, ChecklistKind Kind, bool Required);

/// <summary>What a department asked for when a case was offered to it, and what it was told. Later changes of its settings leave it as it is.</summary>
/// <param name="Value">Null: not answered yet. A tick is "yes".</param>
public sealed record ChecklistEntry(string Label, ChecklistKind Kind, bool Required, string? Value)
{
    public bool IsMissing => Required && Value is null;
}

/// <summary>Answers to what a department demands. Pure.</summary>
public static class Checklist
{
    public const string Yes = "yes";

    /// <summary>Characters of an answer.</summary>
    public const int Longest = 300;

    /// <summary>Nobody is there to answer when a rule offers: all of it is asked for.</summary>
    public static List<ChecklistEntry> Unanswered(IEnumerable<ChecklistItem> demanded) =>
        [.. demanded.Select(i => new ChecklistEntry(i.Label, i.Kind, i.Required, Value: null))];

    /// <summary>The list with these answers, by label; what is not answered stays as it was. Refused in words where an answer is not what was asked for.</summary>
    /// <param name="asked">What is asked for, with what is answered already.</param>
    /// <param name="answers">Answers to what nobody asked for are refused: the caller knows another list.</param>
    /// <param name="department">Who asks.</param>
    public static Result<List<ChecklistEntry>> Answer(IReadOnlyList<ChecklistEntry> asked, IReadOnlyDictionary<string, string>? answers, string department)
    {
        var given = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (label, text) in answers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            given[label.Trim()] = text;
        }

        if (given.Keys.FirstOrDefault(label => !asked.Any(e => e.Label.Equals(label, StringComparison.OrdinalIgnoreCase))) is { } unknown)
        {
            return Wrong($"{department} does not ask for “{Words.Cut(unknown, 60)}”. Their list may have changed: open it again.");
        }

        var filled = new List<ChecklistEntry>();
        foreach (var entry in asked)
        {
            var value = given.TryGetValue(entry.Label, out var text) ? Read(entry.Kind, text) : entry.Value;
            if (value is { Length: > Longest })
            {
                return Wrong(FormattableString.Invariant($"{entry.Label}: at most {Longest} characters."));
            }

            if (entry.Kind == ChecklistKind.Number && value is not null && !decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out _))
            {
                return Wrong($"{entry.Label}: give a number.");
            }

            filled.Add(entry with { Value = value });
        }

        return filled;
    }

    /// <summary>What a person who offers has left out; null when all that is demanded is there.</summary>
    public static Error? Refusal(IEnumerable<ChecklistEntry> filled, string department)
    {
        var missing = filled.Where(e => e.IsMissing).Select(e => e.Label).ToList();
        return missing.Count == 0 ? null : new Error(ErrorKind.Invalid, "checklist_missing", $"{department} asks for: {string.Join(", ", missing)}.");
    }

    private static string? Read(ChecklistKind kind, string? text)
    {
        var value = Words.Storable(text)?.Trim() ?? "";
        return kind == ChecklistKind.Tick
            ? value.ToUpperInvariant() is "YES" or "TRUE" or "ON" ? Yes : null
            : value.Length == 0 ? null : value;
    }

    private static Error Wrong(string message) => new(ErrorKind.Invalid, "checklist_wrong", message);
}
