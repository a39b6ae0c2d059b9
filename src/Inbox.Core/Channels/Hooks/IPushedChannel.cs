namespace Inbox.Core.Channels.Hooks;

/// <summary>A door whose far side calls us, at /hooks/{key of the channel}.</summary>
public interface IPushedChannel : IChannel
{
    /// <summary>Bytes that one call may have.</summary>
    int MostHookBytes => 4 * 1024 * 1024;

    /// <summary>
    /// Proves who calls, over the bytes as they came, and takes the call apart. No network and no database; never throws on bad
    /// input. What it takes is stored before the caller hears its answer.
    /// </summary>
    HookAnswer Receive(HookCall call, ChannelInfo channel);
}

/// <summary>A call as it came.</summary>
/// <param name="Query">The first value of each name.</param>
/// <param name="Headers">By name, without case; repeated ones joined by commas.</param>
/// <param name="At">When it came.</param>
/// <param name="Cursor">Where polling of the channel stands.</param>
public sealed record HookCall(
    string Method, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string? ContentType, byte[] Body, DateTimeOffset At, string? Cursor)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>What the caller is told, and what it brought.</summary>
/// <param name="Status">Of HTTP. Beyond 299 nothing is stored.</param>
/// <param name="Text">The body: a challenge that is given back, or why the call is refused, in plain words.</param>
public sealed record HookAnswer(int Status, string Text = "")
{
    public string ContentType { get; init; } = "text/plain; charset=utf-8";

    /// <summary>Oldest first: they are filed in this order.</summary>
    public IReadOnlyList<HookItem> Items { get; init; } = [];

    /// <summary>The call only says that there is news: the door is asked for it at once.</summary>
    public bool AskNow { get; init; }

    /// <summary>
    /// Where polling of the channel stands from now on, for what only the caller tells; null: as before. When polling has moved
    /// meanwhile, the call is received once more.
    /// </summary>
    public string? Cursor { get; init; }

    /// <summary>Of those who could not prove who they are.</summary>
    public static HookAnswer Refused(string why) => new(401, why);

    public static HookAnswer Taken(IReadOnlyList<HookItem> items) => new(200) { Items = items };
}

/// <param name="Item">To be filed.</param>
/// <param name="Address">
/// Whose it is, where one subscription of the far side serves several accounts: another open channel of the same kind and with
/// this address takes it. Null, or an address that none has: the channel that was called.
/// </param>
public sealed record HookItem(RawItem Item, string? Address = null);
