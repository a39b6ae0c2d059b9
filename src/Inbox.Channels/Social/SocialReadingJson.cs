using System.Text.Encodings.Web;
using System.Text.Json;

namespace Inbox.Channels.Social;

/// <summary>A reading as one line of JSON, for the command line and for whoever checks what Inbox makes of a payload.</summary>
public static class SocialReadingJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="output">Where the line goes, its end included.</param>
    /// <param name="file">Where it was found.</param>
    /// <param name="reading">What was read.</param>
    public static void Write(Stream output, string file, SocialReading reading)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteBoolean("ok", reading.Ok);
            json.WriteString("error", reading.Error);
            json.WriteStartArray("messages");
            foreach (var post in reading.Posts)
            {
                Write(json, post);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, SocialPost post)
    {
        json.WriteStartObject();
        json.WriteString("externalId", post.ExternalId);
        json.WriteString("conversationId", post.ConversationId);
        json.WriteString("replyTo", post.ReplyTo);
        json.WriteStartObject("author");
        json.WriteString("handle", post.Author.Handle);
        json.WriteString("name", post.Author.Name);
        Write(json, "followers", post.Author.Followers);
        json.WriteString("id", post.Author.Id);
        json.WriteString("url", post.Author.Url);
        json.WriteEndObject();
        json.WriteString("title", post.Title);
        json.WriteString("text", post.Text);
        json.WriteString("html", post.Html);
        Write(json, "postedAt", post.PostedAt);
        Write(json, "editedAt", post.EditedAt);
        json.WriteString("visibility", Word(post.Visibility));
        json.WriteString("url", post.Url);
        json.WriteStartArray("attachments");
        foreach (var attachment in post.Attachments)
        {
            json.WriteStartObject();
            json.WriteString("url", attachment.Url);
            json.WriteString("contentType", attachment.ContentType);
            json.WriteString("description", attachment.Description);
            Write(json, "size", attachment.Size);
            json.WriteString("id", attachment.Id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("reach", post.Reach);
        json.WriteString("kind", Word(post.Kind));
        json.WriteBoolean("own", post.Own);
        json.WriteBoolean("context", post.Context);
        json.WriteString("reason", post.Reason);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset? time) =>
        json.WriteString(name, time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture));

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
