using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;

namespace Inbox.Testing.Social;

/// <summary>A social channel as an adapter would be written, to a <see cref="Pinboard"/> in memory instead of a server.</summary>
public sealed partial class PinboardChannel(Pinboard board) : IPollingChannel, IReadsBack, IChangesAnswers, IRefreshesReach
{
    public const string ChannelKind = "pinboard";

    public string Kind => ChannelKind;

    public ChannelTraits Traits { get; } = new()
    {
        Icon = "pin-angle",
        HandleKind = ChannelKind,
        Noun = "pin",
        Public = true,
        Polls = true,
        PublicReply = new ReplyTerms { Limit = new TextLimit(500, TextUnit.CodePoint) { LinkCounts = 23 }, Media = new MediaLimits(4, ["image/"], 8_000_000) { Described = true }, Splits = true },
        PrivateReply = new ReplyTerms { Limit = new TextLimit(500, TextUnit.CodePoint) { LinkCounts = 23 }, Within = TimeSpan.FromHours(24) },
        PrivateToPublic = new ReplyTerms { Limit = new TextLimit(500, TextUnit.CodePoint) { LinkCounts = 23 }, Within = TimeSpan.FromDays(7), Once = true },
        Edits = true,
        Deletes = true,
    };

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) => new Dictionary<string, string>(StringComparer.Ordinal);

    public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await raw.CopyToAsync(content, cancellationToken);
        var bytes = content.ToArray();
        return TryRead(bytes, out var pin) ? IdentityOf(pin) : RawIdentity.OfBytes(bytes);
    }

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel)
    {
        if (!TryRead(raw.Content.Span, out var pin))
        {
            throw new UnreadableMessageException("This is no pin.");
        }

        return new IncomingMessage
        {
            ExternalId = pin.Id,
            ThreadScope = ChannelKind,
            Keys = pin.ReplyTo is { } above ? [new ThreadKey(ThreadKeyKind.Own, pin.Id), new ThreadKey(ThreadKeyKind.Earlier, above)] : [new ThreadKey(ThreadKeyKind.Own, pin.Id)],
            From = new Party(pin.Name, pin.Author),
            Deleted = pin.Deleted,
            FromOurselves = pin.Author == Pinboard.Account,
            Editable = true,
            HandleKind = ChannelKind,
            Text = pin.Text,
            ReplyText = pin.Text,
            PostedAt = pin.At,
            Visibility = pin.Visibility,
            Reach = pin.Followers,
            Url = UrlOf(pin.Id),
            OpensCase = !channel.Settings.Contains("watches", StringComparison.Ordinal),
        };
    }

    private static RawIdentity IdentityOf(Pin pin) =>
        new(pin.Id, SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{pin.Version}\n{pin.Deleted}\n{pin.Text}"))));

    private static string UrlOf(string id) => $"https://pins.example/{id}";

    private static bool TryRead(ReadOnlySpan<byte> content, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Pin? pin)
    {
        try
        {
            pin = JsonSerializer.Deserialize<Pin>(content, JsonSerializerOptions.Web);
            return pin is { Id.Length: > 0, Author: not null, Name: not null, Text: not null };
        }
        catch (JsonException)
        {
            pin = null;
            return false;
        }
    }
}
