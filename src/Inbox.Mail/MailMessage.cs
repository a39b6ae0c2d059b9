using Inbox.Mail.Parsing;
using Inbox.Mail.Text;

namespace Inbox.Mail;

/// <summary>
/// A mail as it was read. Whatever could not be read right is told in <see cref="Warnings"/>. One that was read from a large
/// stream lies in a temporary file, which <see cref="Dispose"/> gives back at once and the garbage collector in time.
/// </summary>
public sealed class MailMessage : IDisposable
{
    private readonly IDisposable? _storage;
    private string? _plainText;

    internal MailMessage(MailPart root, BodyParts bodies, IReadOnlyList<string> warnings, IDisposable? storage = null)
    {
        _storage = storage;
        Root = root;
        Headers = root.Headers;
        Subject = Headers["Subject"] ?? "";
        From = Addresses("From");
        Sender = Addresses("Sender") is [var sender, ..] ? sender : null;
        ReplyTo = Addresses("Reply-To");
        To = Addresses("To");
        Cc = Addresses("Cc");
        Bcc = Addresses("Bcc");
        Date = DateParser.Parse(Headers.Find("Date")?.Raw);
        MessageId = Ids("Message-ID") is [var id, ..] ? id : null;
        InReplyTo = Ids("In-Reply-To");
        References = Ids("References");
        // "<>" is the null reverse path of a report (RFC 5321, 4.5.5); a missing header says nothing.
        ReturnPath = Headers.Find("Return-Path") is { } path
            ? AddressParser.Parse(path.Raw) is [var mailbox, ..] ? mailbox.Address : ""
            : null;
        TextBody = bodies.Text;
        HtmlBody = bodies.Html;
        Attachments = bodies.Attachments;
        Warnings = warnings;
    }

    public MailHeaders Headers { get; }

    /// <summary>Decoded; empty when there is none.</summary>
    public string Subject { get; }

    public IReadOnlyList<Mailbox> From { get; }

    public Mailbox? Sender { get; }

    public IReadOnlyList<Mailbox> ReplyTo { get; }

    public IReadOnlyList<Mailbox> To { get; }

    public IReadOnlyList<Mailbox> Cc { get; }

    public IReadOnlyList<Mailbox> Bcc { get; }

    /// <summary>The sender's clock, which may say anything; null when there is none or it cannot be read.</summary>
    public DateTimeOffset? Date { get; }

    /// <summary>Without angle brackets, as are the ids of <see cref="InReplyTo"/> and <see cref="References"/>.</summary>
    public string? MessageId { get; }

    public IReadOnlyList<string> InReplyTo { get; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>The address of the envelope: empty for the null path, null when the header is missing.</summary>
    public string? ReturnPath { get; }

    /// <summary>The plain text parts in sequence with line feeds only, flowed text unflowed; null when there are none.</summary>
    public string? TextBody { get; }

    /// <summary>The HTML as the sender wrote it, not sanitised; null when there is none.</summary>
    public string? HtmlBody { get; }

    /// <summary>The plain text, taken from the HTML where the mail has no other; empty when it has neither.</summary>
    public string PlainText => _plainText ??= TextBody ?? (HtmlBody is null ? "" : HtmlText.Of(HtmlBody));

    public IReadOnlyList<MailAttachment> Attachments { get; }

    public MailPart Root { get; }

    /// <summary>What was odd about the mail, in plain English; empty for a well-formed one.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Its parts and attachments cannot be read afterwards, if it was read from a large stream.</summary>
    public void Dispose() => _storage?.Dispose();

    private IReadOnlyList<Mailbox> Addresses(string name)
    {
        // RFC 5322, 3.6 allows one field; mailers that write several mean all of them.
        var all = Headers.All(name).ToList();
        return all.Count == 1 ? AddressParser.Parse(all[0].Raw) : [.. all.SelectMany(field => AddressParser.Parse(field.Raw))];
    }

    private IReadOnlyList<string> Ids(string name) => MessageIds.Parse(Headers.Find(name)?.Raw);
}
