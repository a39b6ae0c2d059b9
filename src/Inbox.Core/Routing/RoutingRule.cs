using Inbox.Core.Cases;
using Inbox.Core.Settings;

namespace Inbox.Core.Routing;

/// <summary>Sends new cases that meet every condition given to a department, and sets priority and tags. First match wins.</summary>
public sealed class RoutingRule : IOrdered
{
    public long Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Rules are tried in this order.</summary>
    public int Position { get; set; }

    public bool Enabled { get; set; } = true;

    public long? ChannelId { get; set; }

    /// <summary>Any of these words or phrases, found whole and without case.</summary>
    public string[] Words { get; set; } = [];

    public RuleWordsIn WordsIn { get; set; }

    /// <summary>An address, or <c>@domain</c>, or any part of the address.</summary>
    public string? Sender { get; set; }

    /// <summary>Readers of the message, at least.</summary>
    public long? MinReach { get; set; }

    public long? DepartmentId { get; set; }

    public Priority? Priority { get; set; }

    public string[] Tags { get; set; } = [];

    /// <summary>Counts the saves by admins, to tell a stale form.</summary>
    public int Revision { get; set; }
}

public enum RuleWordsIn { SubjectOrBody, Subject, Body }
