using System.Security.Cryptography;
using System.Text;
using Inbox.Channels.Email;
using Inbox.Core;
using Inbox.Mail;
using Inbox.Mail.Writing;

namespace Inbox.Channels.Forms;

/// <summary>What somebody typed into a contact form, checked, as it is kept: a mail from them.</summary>
public sealed record FormMail
{
    public const string ChannelKind = "form";

    /// <summary>Random, of the page on which it was typed.</summary>
    public required string Id { get; init; }

    /// <summary>Whose form it is.</summary>
    public required string To { get; init; }

    public required string Name { get; init; }

    public required string Address { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    /// <summary>Questions and what was answered; what was left out is not among them.</summary>
    public IReadOnlyList<(string Question, string Answer)> Answers { get; init; } = [];

    public IReadOnlyList<SentFile> Files { get; init; } = [];

    public required DateTimeOffset At { get; init; }

    /// <summary>What the sender is told to name, and agents find it by.</summary>
    public string Reference => ReferenceOf(Id);

    public static string ReferenceOf(string id)
    {
        // No letters and digits that look alike when they are read out.
        const string letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(id));
        return string.Concat(hash.Take(8).Select(b => letters[b % letters.Length])).Insert(4, "-");
    }

    /// <summary>SHA-256 of all that was typed: the same again is a second press of the button.</summary>
    public byte[] Content()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (string[])[Name, Address, Subject, Text, .. Answers.SelectMany(a => new[] { a.Question, a.Answer }), .. Files.Select(f => f.Name)])
        {
            hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(part)));
        }

        foreach (var file in Files)
        {
            hash.AppendData(SHA256.HashData(file.Content));
        }

        return hash.GetHashAndReset();
    }

    public Task WriteAsync(Stream output, CancellationToken cancellationToken) => MailWriter.WriteAsync(
        new OutgoingMail
        {
            From = new Mailbox(Name, Address),
            To = [new Mailbox(null, To)],
            Subject = Subject.Length > 0 ? Subject : Words.Cut(Words.OneLine(Text), 80),
            Date = At,
            MessageId = $"{Id}@{EmailChannel.Domain(To)}",
            TextBody = Body(),
            Attachments = [.. Files.Select(f => new OutgoingAttachment(f.Name, f.ContentType, f.Content))],
        },
        output,
        cancellationToken);

    private string Body()
    {
        var body = new StringBuilder(Text).Append('\n');
        foreach (var (question, answer) in Answers)
        {
            body.Append('\n').Append(question).Append(": ").Append(answer);
        }

        return body.Append("\nReference: ").Append(Reference).ToString();
    }
}

public sealed record SentFile(string Name, string ContentType, byte[] Content);
