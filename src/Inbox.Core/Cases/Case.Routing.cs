using Inbox.Core.Routing;

namespace Inbox.Core.Cases;

// How the case came to its department, kept to learn from.
public sealed partial class Case
{
    /// <summary>Null when a person chose the department, a follow-up stayed where the first case was, or a program moved it since.</summary>
    public RoutedBy? RoutedBy { get; private set; }

    /// <summary>The department whose past cases read like this one, where no rule matched and that is another one than the channel's.</summary>
    public long? SuggestedDepartmentId { get; private set; }

    /// <summary>How sure that is, whole percent.</summary>
    public int? SuggestedPercent { get; private set; }

    /// <summary>Routing no longer answers for the department: something that is no person moved the case.</summary>
    public void ForgetRouting() => RoutedBy = null;

    private void Routed(RoutedBy? by, Suggestion? suggestion) =>
        (RoutedBy, SuggestedDepartmentId, SuggestedPercent) = (by, suggestion?.DepartmentId, suggestion?.Percent);
}
