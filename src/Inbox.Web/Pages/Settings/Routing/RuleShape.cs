using System.Globalization;

namespace Inbox.Web.Pages.Settings.Routing;

/// <summary>What the buttons beside conditions and groups do to the form.</summary>
internal static class RuleShape
{
    /// <param name="form">What is typed so far.</param>
    /// <param name="act"><c>group</c>, <c>condition:0</c>, <c>remove:0:1</c>; anything else, such as another kind, only shows the form anew.</param>
    /// <returns>The condition that was added, as group and place; null otherwise.</returns>
    public static (int Group, int Place)? Change(ConditionsForm form, string? act)
    {
        var parts = (act ?? "").Split(':');
        var numbers = parts.Skip(1).Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1).ToArray();
        switch (parts[0])
        {
            case "group":
                form.Groups.Add(new GroupForm { Conditions = [new ConditionForm()] });
                return (form.Groups.Count - 1, 0);
            case "condition" when numbers is [var at] && IsIn(form.Groups, at):
                form.Groups[at].Conditions.Add(new ConditionForm());
                return (at, form.Groups[at].Conditions.Count - 1);
            case "remove" when numbers is [var group, var place] && IsIn(form.Groups, group) && IsIn(form.Groups[group].Conditions, place):
                form.Groups[group].Conditions.RemoveAt(place);
                form.Groups.RemoveAll(g => g.Conditions.Count == 0);
                return null;
            default:
                return null;
        }
    }

    private static bool IsIn<T>(List<T> list, int index) => index >= 0 && index < list.Count;
}
