using Inbox.Core.Channels.Hooks;

namespace Inbox.Channels.Tests.Contract;

/// <summary>A far side that calls us instead of being asked.</summary>
public interface ICallingFarSide : ISocialFarSide
{
    /// <summary>The same person writes beneath an earlier message. Returns the id of what is new.</summary>
    string Reply(DateTimeOffset at, string text, string to);

    /// <summary>Calls with what is new since the last time, one for each event, in the order in which it happened.</summary>
    IReadOnlyList<HookCall> TakeCalls(DateTimeOffset now);

    /// <summary>A call with this body, signed as the far side signs.</summary>
    HookCall Sign(byte[] body, DateTimeOffset now);
}
