using Inbox.Core;
using Inbox.Core.Data;
using Inbox.Core.Macros;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Palette;

/// <summary>What a macro will do, in a person's words, one for each change.</summary>
internal sealed class MacroWords
{
    private readonly Rules _rules;
    private readonly Dictionary<long, string> _people;

    private MacroWords(Rules rules, Dictionary<long, string> people) => (_rules, _people) = (rules, people);

    /// <summary>Asks for the names of people only where a macro names one.</summary>
    public static async Task<MacroWords> ReadAsync(InboxDb db, IEnumerable<Macro> macros, Rules rules, CancellationToken cancellationToken)
    {
        var people = macros.Select(m => m.Actions.AgentId).OfType<long>().Distinct().ToArray();
        return new MacroWords(rules, people.Length == 0
            ? []
            : await db.Users.Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken));
    }

    public IReadOnlyList<string> Of(Macro macro)
    {
        var (does, words) = (macro.Actions, new List<string>());
        if (does.DepartmentId is { } department)
        {
            words.Add(_rules.Departments.TryGetValue(department, out var to) ? $"hand off to {to.Name}" : "hand off to a department that is gone");
        }

        switch (does.Assign)
        {
            case MacroAssign.Me:
                words.Add("assign to me");
                break;
            case MacroAssign.Nobody:
                words.Add("assign to nobody");
                break;
            case MacroAssign.Person:
                words.Add($"assign to {(does.AgentId is { } id ? _people.GetValueOrDefault(id) : null) ?? "somebody who is gone"}");
                break;
        }

        if (does.Priority is { } priority)
        {
            words.Add($"make it {priority}");
        }

        if (does.AddTags.Length > 0)
        {
            words.Add("tag it " + string.Join(", ", does.AddTags));
        }

        if (does.RemoveTags.Length > 0)
        {
            words.Add("take off " + string.Join(", ", does.RemoveTags));
        }

        if (does.PlaybookId is { } playbook)
        {
            words.Add($"open the playbook “{_rules.Playbooks.FirstOrDefault(p => p.Id == playbook)?.Name ?? "that is gone"}”");
        }

        if (does.SnoozeHours is { } hours)
        {
            words.Add($"snooze for {Shown.Duration(TimeSpan.FromHours(hours))}");
        }

        if (does.Status is { } status)
        {
            words.Add($"set it {Shown.Status(status)}");
        }

        if (macro.TextIs != MacroText.None)
        {
            words.Add(macro.TextIs == MacroText.Note ? "write a note" : "put an answer into the composer");
        }

        return words;
    }
}
