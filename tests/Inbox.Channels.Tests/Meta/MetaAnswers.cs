using System.Text;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Hooks;

namespace Inbox.Channels.Tests.Meta;

/// <summary>Answers and calls as Core hands them to an adapter.</summary>
internal static class MetaAnswers
{
    public static OutgoingMessage Answer(string? inReplyTo, Visibility visibility, string person, DateTimeOffset now, bool automatic = false, params OutgoingAttachment[] files) => new()
    {
        MessageId = 1,
        CaseId = 1,
        ExternalId = "c1.m1.1.word",
        Token = "c1.m1.1.word",
        FromName = "Ana",
        Visibility = visibility,
        To = [new Party("", person)],
        Subject = "",
        Text = "We look into it.",
        InReplyTo = inReplyTo,
        Automatic = automatic,
        Attachments = files,
        At = now,
    };

    public static OutgoingAttachment Picture { get; } = new("lamp.png", "image/png", 4, Inline: false, ContentId: null, _ => Task.FromResult<Stream>(new MemoryStream([1, 2, 3, 4])));

    public static HookCall Handshake(string verifyToken, DateTimeOffset now) => new(
        "GET",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["hub.mode"] = "subscribe", ["hub.verify_token"] = verifyToken, ["hub.challenge"] = "1158201444" },
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), ContentType: null, [], now, Cursor: null);

    public static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
