namespace Inbox.Core.Live;

/// <summary>What a unit of work has changed; published with its commit.</summary>
public sealed class LiveChanges
{
    private readonly HashSet<long> _cases = [];

    /// <summary>Departments, channels, calendars, rules or policies changed.</summary>
    public bool SettingsChanged { get; private set; }

    public void Case(long caseId) => _cases.Add(caseId);

    public void Settings() => SettingsChanged = true;

    public IReadOnlyCollection<long> Take()
    {
        long[] taken = [.. _cases];
        _cases.Clear();
        SettingsChanged = false;
        return taken;
    }
}
