using System.Globalization;
using Inbox.Core;
using Inbox.Core.Departments;

namespace Inbox.Web.Api;

/// <summary>Callers name things by key or mail address as well as by id.</summary>
internal static class Named
{
    public static Department? DepartmentNamed(this Rules rules, string name) =>
        long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? rules.Departments.GetValueOrDefault(id)
            : rules.Departments.Values.FirstOrDefault(d => d.Key.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>An id is taken as it is; whether the agent exists is for the query or the command to see.</summary>
    public static long? AgentNamed(this Rules rules, string name) =>
        long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : rules.AgentsByEmail.TryGetValue(name.Trim().ToLowerInvariant(), out var agent) ? agent : null;
}
