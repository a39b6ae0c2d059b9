using Inbox.Core.Routing;

namespace Inbox.Core.Cases;

// What turns out later about the message that opened a case.
public sealed partial class Case
{
    /// <summary>The message that opened the case came through a door that its writer named before the one we thought.</summary>
    public void CameBy(long channelId, RoutingDecision routing, string reason)
    {
        ChannelId = channelId;
        MoveTo(routing.DepartmentId);
        Route(routing.RuleId, reason);
        Routed(routing.By, routing.Suggestion);
    }

    /// <summary>The message that opened the case turned out to be passed on for somebody.</summary>
    public void PassedOn(long customerId, string subject, string preview)
    {
        CustomerId = customerId;
        Preview = Words.Cut(preview, 160);
        if (subject.Trim().Length > 0)
        {
            Subject = Words.Cut(subject.Trim(), 300);
        }
    }
}
