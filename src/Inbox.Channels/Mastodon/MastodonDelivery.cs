using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Mastodon;

/// <summary>One status as it is accepted and kept: the server's own JSON, and beside it what its message needs.</summary>
/// <param name="Server">Where its id is unique: the server's host, with its port where that is unusual.</param>
/// <param name="Domain">What the names of this server's own accounts end in.</param>
internal sealed record MastodonDelivery(string Server, string Domain)
{
    public const string ContentType = "application/json";

    /// <summary>As deep as what is read.</summary>
    private static readonly JsonWriterOptions Deep = new() { MaxDepth = 4_100 };

    /// <summary>The status; undefined for a tombstone.</summary>
    public JsonElement Status { get; init; }

    /// <summary>The id of a status that is no longer there.</summary>
    public string? Deleted { get; init; }

    /// <summary>The hashtag or account for which it was taken; null: it was said to us.</summary>
    public string? Word { get; init; }

    /// <summary>The uri of the thread's first status, where it was looked for.</summary>
    public string? Root { get; init; }

    /// <summary>What it answers, the oldest first, where that was looked for.</summary>
    public IReadOnlyList<JsonElement> Context { get; init; } = [];

    /// <summary>The scope of all ids of a server.</summary>
    public static string ScopeOf(string server) => $"{MastodonChannel.ChannelKind}:{server}";

    public RawItem ToItem() => new(Identity(), ToBytes(), ContentType);

    /// <summary>An edit back to earlier words differs by its time; servers that tell no time differ by the words at least.</summary>
    public RawIdentity Identity() => new(
        Deleted ?? Status.Text("id")!,
        SHA256.HashData(Encoding.UTF8.GetBytes(Deleted is not null ? "deleted" : MastodonStatus.VersionOf(Status))));

    public byte[] ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Deep))
        {
            json.WriteStartObject();
            json.WriteString("server", Server);
            json.WriteString("domain", Domain);
            foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("word", Word), ("root", Root), ("deleted", Deleted)])
            {
                if (value is not null)
                {
                    json.WriteString(name, value);
                }
            }

            if (Deleted is null)
            {
                json.WritePropertyName("status");
                Status.WriteTo(json);
                json.WriteStartArray("context");
                foreach (var status in Context)
                {
                    status.WriteTo(json);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static bool TryRead(ReadOnlyMemory<byte> content, [NotNullWhen(true)] out MastodonDelivery? delivery)
    {
        delivery = null;
        if (SocialDocument.Read(content).Roots is not [var root] || root.Filled("server") is not { } server || root.Filled("domain") is not { } domain)
        {
            return false;
        }

        var deleted = root.Filled("deleted");
        var status = root.Get("status");
        if (deleted is null && !MastodonStatus.Is(status))
        {
            return false;
        }

        delivery = new MastodonDelivery(server, domain)
        {
            Status = status,
            Deleted = deleted,
            Word = root.Filled("word"),
            Root = root.Filled("root"),
            Context = [.. root.Items("context").Where(MastodonStatus.Is)],
        };
        return true;
    }
}
