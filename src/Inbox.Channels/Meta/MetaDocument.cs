using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta;

/// <summary>
/// One message as it is accepted and kept: a webhook that was cut down to it, or what the Graph API told of it with the
/// post or person it stands under. Either is read by <see cref="MetaReader"/>.
/// </summary>
internal static class MetaDocument
{
    public const string ContentType = "application/json";

    /// <summary>Marks what was read of the Graph API and had other words before.</summary>
    private const string Edited = "edited";

    private static readonly JsonWriterOptions Deep = new() { MaxDepth = 4_100 };

    /// <summary>A webhook with one event.</summary>
    /// <param name="list">Of the entry: changes or messaging. Null: the entry is the event.</param>
    public static byte[] OfHook(string subject, JsonElement entry, string? list, JsonElement item) => Write(json =>
    {
        json.WriteString("object", subject);
        json.WriteStartArray("entry");
        if (list is null)
        {
            item.WriteTo(json);
        }
        else
        {
            json.WriteStartObject();
            foreach (var name in (ReadOnlySpan<string>)["id", "time"])
            {
                if (entry.Get(name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value)
                {
                    json.WritePropertyName(name);
                    value.WriteTo(json);
                }
            }

            json.WriteStartArray(list);
            item.WriteTo(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>An object of the Graph API.</summary>
    /// <param name="root">The post it stands under, or the person of the conversation; null for a post itself.</param>
    /// <param name="list">Where it stands there: comments, messages.</param>
    public static byte[] OfGraph(string? root, string list, JsonElement item, bool edited) => Write(json =>
    {
        if (edited)
        {
            json.WriteBoolean(Edited, true);
        }

        if (root is not null)
        {
            json.WriteString("id", root);
            json.WriteStartObject(list);
        }

        json.WriteStartArray("data");
        item.WriteTo(json);
        json.WriteEndArray();
        if (root is not null)
        {
            json.WriteEndObject();
        }
    });

    /// <summary>A webhook that Meta did not send, of what was found gone.</summary>
    public static byte[] OfGone(MetaNetwork network, string account, string id) => Write(json =>
    {
        json.WriteString("object", network.Subject);
        json.WriteStartArray("entry");
        json.WriteStartObject();
        json.WriteString("id", account);
        json.WriteStartArray("changes");
        json.WriteStartObject();
        json.WriteString("field", network == MetaNetwork.Facebook ? "feed" : "comments");
        json.WriteStartObject("value");
        json.WriteString("item", "comment");
        json.WriteString("verb", "remove");
        json.WriteString("comment_id", id);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <summary>Null: there is no message in it.</summary>
    public static MetaReadDocument? Read(ReadOnlyMemory<byte> content)
    {
        if (MetaReader.Read(content).Posts is not [{ ExternalId.Length: > 0 } told, ..])
        {
            return null;
        }

        var post = MetaMentions.Named(told);
        var root = SocialDocument.Read(content).Roots is [var only] ? only : default;
        var edited = post.Kind == SocialKind.Edited || root.Get(Edited).IsTrue();
        return new MetaReadDocument(post, edited, IsFirst: root.Get("object").IsText() && !edited && post.Kind != SocialKind.Deleted);
    }

    public static RawIdentity Identify(ReadOnlyMemory<byte> content) => Read(content) is { } read ? read.Identity : RawIdentity.OfBytes(content.Span);

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Deep))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

/// <param name="Post">What it says.</param>
/// <param name="Edited">Its author changed it.</param>
/// <param name="IsFirst">It tells how the message was at first, however late it comes: webhooks keep no order.</param>
internal sealed record MetaReadDocument(SocialPost Post, bool Edited, bool IsFirst)
{
    /// <summary>
    /// The same for what a webhook tells and what the Graph API tells, so that each is filed once: by its words, since
    /// addresses of pictures change with every look, and by whether they were others before.
    /// </summary>
    public RawIdentity Identity => new(
        Post.ExternalId,
        SHA256.HashData(Encoding.UTF8.GetBytes(Post.Kind == SocialKind.Deleted ? "deleted" : Edited ? "edited\n" + Post.Text : "\n" + Post.Text)));
}
