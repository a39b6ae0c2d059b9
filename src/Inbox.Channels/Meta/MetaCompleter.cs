using System.Collections.Concurrent;
using Inbox.Channels.Meta.Api;
using Inbox.Channels.Social;
using Inbox.Core.Cases;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta;

/// <summary>
/// Asks for what webhooks leave out: the name of whoever writes, the words of a mention, the bytes of a file. Names are nice
/// to know and asked for once a day; words and files matter and are asked for again.
/// </summary>
internal sealed class MetaCompleter(GraphApis apis, TimeProvider time)
{
    private const int MostNames = 10_000;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>After a failure nobody waits for the next one.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(long Channel, string Person), (string? Name, DateTimeOffset At)> _names = new();
    private readonly ConcurrentDictionary<long, DateTimeOffset> _pauses = new();

    public async Task<CompletedMessage> CompleteAsync(IncomingMessage message, RawMessage raw, ChannelInfo channel, MetaNetwork network, CancellationToken cancellationToken)
    {
        if (message.Deleted || message.Bounce is not null || MetaDocument.Read(raw.Content) is not { } read)
        {
            return new CompletedMessage(message);
        }

        var wordless = MetaMentions.IsWordless(read.Post);
        var nameless = network != MetaNetwork.WhatsApp && message.From is { Address.Length: > 0 } from && from.Name == network.Nameless(from.Address);
        var files = MetaFiles.Of(read.Post);
        if (nameless && NameOf(channel, message.From.Address) is { } remembered)
        {
            (message, nameless) = (remembered.Length > 0 ? Named(message, remembered) : message, false);
        }

        if (!wordless && !nameless && files.Count == 0)
        {
            return new CompletedMessage(message);
        }

        var matters = wordless || files.Count > 0;
        var now = time.GetUtcNow();
        if (_pauses.TryGetValue(channel.Id, out var until) && until > now)
        {
            return new CompletedMessage(message, AskAgain: matters);
        }

        try
        {
            var settings = apis.SettingsOf(channel);
            using var api = apis.Open(settings);
            message = wordless ? await MetaMentions.ReadAsync(api, message, channel.Address.Trim(), network, cancellationToken) : message;
            message = nameless ? Named(message, await AskNameAsync(api, channel, message.From.Address, network, cancellationToken)) : message;
            return new CompletedMessage(message with { Attachments = await MetaFiles.FetchAsync(api, files, withToken: network == MetaNetwork.WhatsApp, cancellationToken) });
        }
        catch (GraphException e)
        {
            _pauses[channel.Id] = e.Until is { } named && named > now ? named : now + Pause;
            return new CompletedMessage(message, AskAgain: matters && IsPassing(e.Trouble));
        }
    }

    /// <summary>What waiting does not mend holds no message up.</summary>
    private static bool IsPassing(GraphTrouble trouble) => trouble is GraphTrouble.NotReached or GraphTrouble.BrokeOff or GraphTrouble.Broken or GraphTrouble.Limited or GraphTrouble.Garbage;

    private async Task<string?> AskNameAsync(GraphApi api, ChannelInfo channel, string person, MetaNetwork network, CancellationToken cancellationToken)
    {
        string? name = null;
        try
        {
            var profile = await api.GetAsync($"{Uri.EscapeDataString(person)}?fields={(network == MetaNetwork.Instagram ? "name,username" : "name")}", cancellationToken, MostTime);
            var (shown, user) = (profile.Filled("name"), profile.Filled("username"));
            name = user is null ? shown : shown is null ? "@" + user : $"{shown} (@{user})";
        }
        catch (GraphException e) when (e.Trouble is GraphTrouble.Missing or GraphTrouble.Forbidden or GraphTrouble.Refused)
        {
            // Not everybody lets a page know their name.
        }

        if (_names.Count >= MostNames)
        {
            _names.Clear();
        }

        _names[(channel.Id, person)] = (name, time.GetUtcNow());
        return name;
    }

    /// <summary>Null: not asked yet, or long ago. Empty: it is not told.</summary>
    private string? NameOf(ChannelInfo channel, string person) =>
        _names.TryGetValue((channel.Id, person), out var known) && time.GetUtcNow() - known.At < Remembered ? known.Name ?? "" : null;

    private static IncomingMessage Named(IncomingMessage message, string? name) =>
        name is { Length: > 0 } ? message with { From = new Party(name, message.From.Address) } : message;
}
