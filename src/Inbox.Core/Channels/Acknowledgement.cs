using System.Text.RegularExpressions;
using Inbox.Core.Departments;

namespace Inbox.Core.Channels;

/// <summary>What a door says by itself when a customer opens a case. Its words may hold placeholders.</summary>
public sealed record Acknowledgement(bool Enabled, string Subject, string Text)
{
    /// <summary>Offered to whoever sets one up; they change it as they like.</summary>
    public static Acknowledgement Suggested { get; } = new(
        Enabled: false,
        "Auto: {subject} [{number}]",
        "Hello {name},\n\nyour message has reached us. Its number is {number}: a person reads it and answers you.\nWe are here: {hours}.\n\nYou can simply reply to this message if you want to add something.\n\n{channel}");
}

/// <summary>What the placeholders of an acknowledgement stand for.</summary>
public sealed record AcknowledgementFacts(string Number, string Subject, string Name, string Hours, string Channel);

/// <summary>Fills in what a door says. Pure.</summary>
public static partial class AcknowledgementText
{
    private const int MostOfTheirs = 150;
    private static readonly string[] Week = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    /// <summary>Each with what it stands for.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> Placeholders { get; } =
    [
        ("number", "the number of the case"), ("subject", "what the customer wrote about"), ("name", "the customer's name"),
        ("hours", "your working hours"), ("channel", "the name of this channel"),
    ];

    /// <summary>Placeholders in the text that nobody knows, with their braces.</summary>
    public static IReadOnlyList<string> Unknown(string template) =>
        [.. PlaceholderPattern().Matches(template).Where(m => !Placeholders.Any(p => p.Name == m.Groups["name"].Value)).Select(m => m.Value).Distinct(StringComparer.Ordinal)];

    /// <summary>The words of others are cut to one short line: nobody may deliver a letter of theirs through us.</summary>
    public static string Fill(string template, AcknowledgementFacts facts) => PlaceholderPattern().Replace(template, match => match.Groups["name"].Value switch
    {
        "number" => facts.Number,
        "subject" => Words.Cut(Words.OneLine(facts.Subject), MostOfTheirs),
        "name" => Words.Cut(Words.OneLine(facts.Name), MostOfTheirs),
        "hours" => facts.Hours,
        "channel" => facts.Channel,
        _ => match.Value,
    });

    /// <summary>"Mon–Fri 09:00-17:00, Sat 10:00-12:00 (Europe/London)"; no calendar means around the clock.</summary>
    public static string Hours(Calendar? calendar)
    {
        if (calendar is null)
        {
            return "around the clock";
        }

        var hours = new Dictionary<string, string[]>(calendar.Hours, StringComparer.OrdinalIgnoreCase);
        var days = Week.Select(day => (Day: day, Shifts: string.Join(" and ", hours.GetValueOrDefault(day) ?? []))).ToList();
        var stretches = new List<string>();
        for (var first = 0; first < days.Count;)
        {
            var last = first;
            while (last + 1 < days.Count && days[last + 1].Shifts == days[first].Shifts)
            {
                last++;
            }

            if (days[first].Shifts.Length > 0)
            {
                stretches.Add($"{Short(days[first].Day)}{(last > first ? "–" + Short(days[last].Day) : "")} {days[first].Shifts}");
            }

            first = last + 1;
        }

        return $"{string.Join(", ", stretches)} ({calendar.TimeZone})";
    }

    private static string Short(string day) => day[..3];

    [GeneratedRegex(@"\{(?<name>[a-zA-Z]{1,40})\}", RegexOptions.NonBacktracking)]
    private static partial Regex PlaceholderPattern();
}
