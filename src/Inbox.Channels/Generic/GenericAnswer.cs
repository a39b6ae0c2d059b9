using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Inbox.Core.Cases;
using Inbox.Core.Channels;

namespace Inbox.Channels.Generic;

/// <summary>An answer as the far side gets it: what wwwroot/schemas/webhook-answer.json describes.</summary>
internal static class GenericAnswer
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What a check sends: it asks for nothing.</summary>
    public static byte[] Test(DateTimeOffset now) => JsonSerializer.SerializeToUtf8Bytes(new { type = "test", sent_at = now }, Json);

    public static async Task<byte[]> WriteAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        var files = new List<AnswerFile>();
        foreach (var file in message.Attachments)
        {
            using var content = new MemoryStream();
            await using (var stored = await file.OpenAsync(cancellationToken))
            {
                await stored.CopyToAsync(content, cancellationToken);
            }

            files.Add(new AnswerFile(file.Name, file.ContentType, content.ToArray()));
        }

        return JsonSerializer.SerializeToUtf8Bytes(Of(message, channel, files), Json);
    }

    private static Answer Of(OutgoingMessage message, ChannelInfo channel, List<AnswerFile> files) => new()
    {
        Id = message.ExternalId,
        Type = "answer",
        // The reference before the message answered is the conversation that came with it.
        Conversation = message.References.Count > 1 ? message.References[0] : null,
        ReplyTo = message.InReplyTo is { Length: > 0 } answered ? answered : null,
        Case = CaseNumber.Format(message.CaseId),
        To = [.. message.To.Concat(message.Cc).Select(p => new AnswerReader(GenericIncoming.AuthorOf(p.Address, channel), p.Name))],
        From = message.FromName,
        Visibility = message.Visibility == Visibility.Public ? "public" : "private",
        Subject = message.Subject.Length > 0 ? message.Subject : null,
        Text = message.Text,
        Html = message.Html,
        Automatic = message.Automatic,
        SentAt = message.At,
        Attachments = files.Count > 0 ? files : null,
    };

    internal sealed record Answer
    {
        public required string Id { get; init; }

        public required string Type { get; init; }

        public string? Conversation { get; init; }

        public string? ReplyTo { get; init; }

        public required string Case { get; init; }

        public required IReadOnlyList<AnswerReader> To { get; init; }

        public required string From { get; init; }

        public required string Visibility { get; init; }

        public string? Subject { get; init; }

        public required string Text { get; init; }

        public string? Html { get; init; }

        public required bool Automatic { get; init; }

        public required DateTimeOffset SentAt { get; init; }

        public IReadOnlyList<AnswerFile>? Attachments { get; init; }
    }

    /// <param name="Id">As the far side gave it.</param>
    internal sealed record AnswerReader(string Id, string Name);

    internal sealed record AnswerFile(string Name, string ContentType, byte[] Content);
}
