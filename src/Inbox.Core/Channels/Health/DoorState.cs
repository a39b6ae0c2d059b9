using Inbox.Core.Channels.Links;

namespace Inbox.Core.Channels.Health;

/// <summary>How a door stands, the gravest first.</summary>
public enum DoorState
{
    /// <summary>An administrator closed it.</summary>
    Closed,

    /// <summary>Our access was withdrawn or ran out: a person must connect it again.</summary>
    AccessLost,

    /// <summary>Nothing comes in, or nothing gets out; it is tried again by itself.</summary>
    Failing,

    /// <summary>The far side asked us to wait.</summary>
    Limited,

    Working,
}

/// <summary>Reads the state of a door off its rows.</summary>
public static class DoorStates
{
    public static DoorState Of(Channel door, ChannelLink? link, DateTimeOffset now) =>
        !door.Enabled ? DoorState.Closed
        : link?.AccessLostAt is not null || door.SendingAccessLost ? DoorState.AccessLost
        : door.Problem is not null || door.SendingProblem is not null ? DoorState.Failing
        : link?.LimitedUntil > now ? DoorState.Limited
        : DoorState.Working;
}
