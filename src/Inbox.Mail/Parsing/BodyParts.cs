namespace Inbox.Mail.Parsing;

/// <summary>What a mail shows: its text, its HTML, and everything else as attachments.</summary>
internal sealed record BodyParts(string? Text, string? Html, IReadOnlyList<MailAttachment> Attachments);
