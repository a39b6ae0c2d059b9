namespace Inbox.Core.Routing;

/// <summary>What chose the department of a new case.</summary>
public enum RoutedBy
{
    Rule,

    /// <summary>No rule matched: the owner of its channel.</summary>
    Channel,

    /// <summary>No rule matched, and the words were those of another department's past cases.</summary>
    Learning,
}

/// <summary>The department that a case reads like, as told by the words of past cases.</summary>
/// <param name="Percent">How sure that is, whole percent.</param>
public sealed record Suggestion(long DepartmentId, int Percent);
