namespace Inbox.Core.Channels;

/// <summary>The adapters by kind.</summary>
public sealed class ChannelKinds(IEnumerable<IChannel> adapters)
{
    private readonly Dictionary<string, IChannel> _byKind = adapters.ToDictionary(a => a.Kind, StringComparer.Ordinal);

    public IReadOnlyCollection<IChannel> All => _byKind.Values;

    public IChannel Of(Channel channel) => Of(channel.Kind);

    public IChannel Of(string kind) =>
        _byKind.TryGetValue(kind, out var adapter) ? adapter : throw new InvalidOperationException($"No adapter for channels of kind '{kind}'.");

    /// <summary>The adapter that can answer over this door, or null.</summary>
    public ISendingChannel? Sender(Channel channel) =>
        Of(channel) is ISendingChannel { Traits.CanAnswer: true } sender ? sender : null;

    /// <summary>The adapter that can write to our own people over this door, or null.</summary>
    public INoticeChannel? Notices(Channel channel) => Of(channel) as INoticeChannel;
}
