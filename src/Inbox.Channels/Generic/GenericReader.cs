using System.Text.Json;
using Inbox.Channels.Feeds;
using Inbox.Channels.Social;

namespace Inbox.Channels.Generic;

/// <summary>Reads what wwwroot/schemas/webhook-message.json describes, and says of each field what is wrong with it. Pure.</summary>
internal static class GenericReader
{
    public const int MostIdLength = 200;
    public const int MostText = 200_000;
    public const int MostFiles = 10;
    public const int MostTags = 10;
    public const int MostAttributes = 30;
    public const int MostWord = 200;

    /// <summary>A tag of a case is as long.</summary>
    public const int MostTagLength = 60;

    private const int MostSubject = 1_000;
    private const int MostAttributeLength = 2_000;
    private const string UsualType = "application/octet-stream";

    public static IReadOnlyList<string> Fields { get; } =
        ["id", "type", "conversation", "reply_to", "author", "subject", "text", "html", "visibility", "url", "posted_at", "edited_at", "reach", "attachments", "tags", "attributes"];

    public static IReadOnlyList<string> AuthorFields { get; } = ["id", "handle", "name", "email", "phone", "followers", "ours"];

    public static IReadOnlyList<string> FileFields { get; } = ["name", "content_type", "content", "url"];

    public static IReadOnlyList<string> Types { get; } = ["message", "edited", "deleted"];

    /// <summary>The message; null where something is wrong with it.</summary>
    /// <param name="json">One object.</param>
    /// <param name="problems">Each begins with the name of a field.</param>
    public static GenericMessage? Read(JsonElement json, out IReadOnlyList<string> problems)
    {
        var read = CheckedJson.Of(json, Fields);
        problems = read.Problems;
        var type = Enum.Parse<GenericType>(read.Choice("type", [.. Types]), ignoreCase: true);
        var message = new GenericMessage(read.Text("id", MostIdLength).Trim(), type)
        {
            Conversation = read.Text("conversation", MostIdLength).Trim(),
            ReplyTo = read.Text("reply_to", MostIdLength).Trim(),
            Author = AuthorOf(read),
            Subject = FeedText.Line(read.Text("subject", MostSubject)),
            Text = read.Text("text", MostText).Trim(),
            Html = read.Text("html", 2 * MostText),
            IsPublic = read.Choice("visibility", "private", "public") == "public",
            Url = read.Web("url"),
            PostedAt = read.Time("posted_at"),
            EditedAt = read.Time("edited_at"),
            Reach = read.Count("reach"),
            Files = [.. read.Objects("attachments", MostFiles, FileFields).Select(FileOf)],
            Tags = read.Texts("tags", MostTags, MostTagLength),
            Attributes = read.Pairs("attributes", MostAttributes, MostAttributeLength),
        };
        if (message.Id.Length == 0)
        {
            read.Wrong("id", "is missing. Give what the far side calls this message.");
        }

        if (type != GenericType.Deleted)
        {
            Complete(read, message);
        }

        return read.Problems.Count == 0 ? message : null;
    }

    private static void Complete(CheckedJson read, GenericMessage message)
    {
        if (message.Author.Id.Length == 0)
        {
            read.Wrong("author.id", "is missing. Give what stays the same of whoever wrote it; a handle or an email will do.");
        }

        if (message.Text.Length == 0 && message.Html.Trim().Length == 0 && message.Files.Count == 0)
        {
            read.Wrong("text", "is missing. Give the words as text or as html.");
        }
    }

    private static GenericAuthor AuthorOf(CheckedJson message)
    {
        if (message.Object("author", AuthorFields) is not { } read)
        {
            return new GenericAuthor("");
        }

        var (id, handle, email) = (Word("id"), Word("handle").TrimStart('@'), Word("email"));
        return new GenericAuthor(id.Length > 0 ? id : handle.Length > 0 ? handle : email)
        {
            Handle = handle,
            Name = Word("name"),
            Email = email,
            Phone = Word("phone"),
            Followers = read.Count("followers"),
            Ours = read.Flag("ours"),
        };

        string Word(string name) => FeedText.Line(read.Text(name, MostWord));
    }

    private static GenericFile FileOf(CheckedJson read)
    {
        var (name, type, content, url) = (FeedText.Line(read.Text("name", MostWord)), read.Text("content_type", 100).Trim(), read.Text("content", int.MaxValue), read.Web("url"));
        byte[]? bytes = null;
        if ((content.Length > 0) == (url is not null))
        {
            read.Wrong("content", "Give the file as base64 here, or its address as url, one of the two.");
        }
        else if (content.Length > 0)
        {
            bytes = new byte[content.Length];
            if (Convert.TryFromBase64String(content, bytes, out var written))
            {
                bytes = bytes[..written];
            }
            else
            {
                read.Wrong("content", "is no base64.");
            }
        }

        return new GenericFile(name.Length > 0 ? name : "file", type.Contains('/', StringComparison.Ordinal) ? type : UsualType, bytes, url);
    }
}
