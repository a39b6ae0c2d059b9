namespace Inbox.Core.Live;

/// <summary>The cases a unit of work has changed; published after its commit.</summary>
public sealed class LiveChanges
{
    private readonly HashSet<long> _cases = [];

    public void Case(long caseId) => _cases.Add(caseId);

    public IReadOnlyCollection<long> Take()
    {
        long[] taken = [.. _cases];
        _cases.Clear();
        return taken;
    }
}
