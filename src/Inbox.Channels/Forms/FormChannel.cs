using System.Security.Cryptography;
using System.Text;
using Inbox.Channels.Email;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;
using Inbox.Mail;

namespace Inbox.Channels.Forms;

/// <summary>
/// A contact form on a page of ours. What is sent is kept as a mail from whoever typed it, and answered by mail over the
/// channel that has the form's address; their replies come in there, and join the case by our signed ids.
/// </summary>
internal sealed class FormChannel(EmailSender sender, Rulebook rulebook) : ISendingChannel, IDescribedChannel
{
    public string Kind => FormMail.ChannelKind;

    public ChannelTraits Traits { get; } = new()
    {
        Icon = "ui-checks",
        HandleKind = HandleKinds.Email,
        Noun = "message",
        Pushes = true,
        Letters = true,
        AnswersOver = EmailChannel.ChannelKind,
        TypedSender = true,
        PrivateReply = new ReplyTerms { Media = MediaLimits.Any },
        ResendIsSafe = true,
    };

    public ChannelGuide Guide { get; } = new()
    {
        Title = "Contact form",
        Words = "A page on which anybody can write to you, answered by e-mail",
        AddressLabel = "Answered from",
        AddressHint = "The address of one of your e-mail channels: answers leave over it, and replies come in there",
        PublicPage = "/contact/{key}",
        Steps = ["Save this channel, open the address below and send yourself a message.", "Link that address from your own pages. docs/contact-form.md tells how it is protected, and how to show it within a page of yours."],
        Fields =
        [
            new ChannelField("heading", "Heading", ChannelFieldType.Text) { Hint = "Blank: “Write to us”" },
            new ChannelField("intro", "Words below it", ChannelFieldType.Text),
            new ChannelField("thanks", "Said when it is sent", ChannelFieldType.Text) { Hint = "Blank: that you have the message and answer by e-mail" },
            new ChannelField("privacyPage", "Your privacy page", ChannelFieldType.Text) { Hint = "Linked beside the button" },
            new ChannelField("questions", "Further questions", ChannelFieldType.Lines) { Hint = "One on each line. One that ends in * must be answered." },
            new ChannelField("frameSites", "Sites that may show the form within their pages", ChannelFieldType.Lines) { Hint = "One on each line, for example https://www.example.com. None: the form is linked, not embedded." },
            new ChannelField("asksOrderNumber", "Ask for an order number", ChannelFieldType.Flag),
            new ChannelField("takesFiles", "Take files", ChannelFieldType.Flag) { Hint = "At most 3, of 5 MB each.", Default = "true" },
        ],
    };

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) => FormSettings.Check(settings);

    /// <summary>The page gives each message an id of its own, and takes nothing else under it.</summary>
    public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
    {
        var identity = await MailIdentity.OfAsync(raw, cancellationToken);
        return identity with { Version = SHA256.HashData(Encoding.UTF8.GetBytes(identity.ExternalId)) };
    }

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel)
    {
        var mail = MailReader.Read(raw.Content);
        if (mail.From.FirstOrDefault(f => f.Address.Contains('@', StringComparison.Ordinal)) is not { } from)
        {
            throw new UnreadableMessageException("This message of a form names nobody who sent it.");
        }

        return new IncomingMessage
        {
            ExternalId = mail.MessageId ?? "",
            ThreadScope = MailReading.ThreadScope,
            Keys = mail.MessageId is { Length: > 0 } id ? [new ThreadKey(ThreadKeyKind.Own, id)] : [],
            From = new Party(from.Name ?? "", from.Address),
            HandleKind = HandleKinds.Email,
            SenderTyped = true,
            To = [.. mail.To.Select(t => new Party(t.Name ?? "", t.Address))],
            Subject = mail.Subject,
            Text = mail.PlainText.Trim(),
            ReplyText = mail.PlainText.Trim(),
            PostedAt = mail.Date,
            Attachments = [.. mail.Attachments.Select(a => new IncomingAttachment(a.Name, a.ContentType, a.Size, a.OpenRead, Inline: false, ContentId: null))],
        };
    }

    public OutgoingIdentity Identify(string token, ChannelInfo channel) => new($"{token}@{EmailChannel.Domain(channel.Address)}", MailReading.ThreadScope);

    public async Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        return rules.DoorOf(EmailChannel.ChannelKind, channel.Address) is { } door
            ? await sender.SendAsync(message, rules.Info(door), cancellationToken)
            : new SendResult(SendOutcome.Later, $"No e-mail channel with the address {channel.Address} is open, so answers to this form cannot leave. Open one, or give the form another address.", DoorFails: true);
    }
}
