using Inbox.Channels.Email.Receiving;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;
using Inbox.Mail;
using Inbox.Mail.Authentication;
using Inbox.Mail.Recognition;

namespace Inbox.Channels.Email;

/// <summary>Mail: read by Inbox.Mail, answered over SMTP, or into a folder where no server is configured.</summary>
internal sealed partial class EmailChannel(ThreadTokens tokens, EmailSender sender, MailboxReceiver receiver) : INoticeChannel
{
    public const string ChannelKind = "email";

    private const string Scope = MailReading.ThreadScope;

    private static readonly AuthenticationResult DmarcFailed = new("dmarc", "fail");

    public string Kind => ChannelKind;

    public ChannelTraits Traits { get; } = new()
    {
        Icon = "envelope",
        HandleKind = HandleKinds.Email,
        Noun = "e-mail",
        Pushes = true,
        Letters = true,
        PrivateReply = new ReplyTerms { Media = MediaLimits.Any },
        ResendIsSafe = true,
    };

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) => EmailSettings.Check(settings);

    public ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken) => MailIdentity.OfAsync(raw, cancellationToken);

    public OutgoingIdentity Identify(string token, ChannelInfo channel) => new($"{token}@{Domain(channel.Address)}", Scope);

    public Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken) =>
        sender.SendAsync(message, channel, cancellationToken);

    public bool ReachesPeople(string settings) => EmailSettings.Read(settings).HasServer;

    public Task<SendResult> SendNoticeAsync(OutgoingNotice notice, ChannelInfo channel, CancellationToken cancellationToken) =>
        sender.SendNoticeAsync(notice, channel, cancellationToken);

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel)
    {
        var mail = MailReader.Read(raw.Content);
        var reading = MailReading.Of(mail);
        var kind = reading.Recognised;
        var settings = EmailSettings.Read(channel.Settings);
        var from = SenderOf(mail, settings, out var isForm)
            ?? throw new UnreadableMessageException(raw.Content.IsEmpty
                ? "This mail is empty."
                : "This mail names no sender: it has no From, Sender, Reply-To or Return-Path with an address. Look at the raw mail; add a From line and hand it in again if it is worth it.");
        var unproven = AuthenticationResults.Trusted(mail.Headers, settings.AuthServers).Any(r => r.Results.Contains(DmarcFailed));
        var bounces = MailReports.BouncesOf(kind);
        return new IncomingMessage
        {
            ExternalId = mail.MessageId ?? "",
            ThreadScope = Scope,
            Keys = reading.ThreadKeys(tokens),
            From = new Party(from.Name ?? "", from.Address),
            ReplyTo = isForm || unproven ? null : ReplyToOf(mail, from, channel, isList: kind.Kind == MailKind.List),
            HandleKind = HandleKinds.Email,
            To = Parties(mail.To),
            Cc = Parties(mail.Cc),
            Subject = mail.Subject,
            Text = reading.Text,
            ReplyText = reading.ReplyText,
            Html = reading.Html,
            PostedAt = mail.Date,
            Automatic = isForm ? Automatic.None : AutomaticOf(kind.Kind),
            NoAutomaticAnswer = AutomaticAnswers.Forbidden(mail, from, isForm),
            AboutNotice = reading.NoticeOf(tokens),
            Bounce = bounces is [var bounce, ..] ? bounce : null,
            MoreBounces = [.. bounces.Skip(1)],
            Complaint = kind.Kind == MailKind.Complaint ? MailReports.ComplaintOf(kind) : null,
            Forwarded = kind.Kind == MailKind.Message && !isForm ? MailForwards.Of(mail) : null,
            FromOurselves = IsOwn(from.Address, channel) || (mail.MessageId is { } id && (MailKeys.IsOurs(id, tokens, out _) || tokens.TryVerifyNotice(id.Split('@')[0], out _))),
            SenderUnproven = unproven,
            InReplyTo = mail.InReplyTo is [var parent, ..] ? parent : null,
            References = mail.References,
            Attachments = [.. mail.Attachments.Select(a => new IncomingAttachment(a.Name, a.ContentType, a.Size, a.OpenRead, a.Inline, a.ContentId))],
        };
    }

    /// <summary>The customer: for a web form its Reply-To, else the author (RFC 5322, 3.6.2), else whoever the mail names at all.</summary>
    private static Mailbox? SenderOf(MailMessage mail, EmailSettings settings, out bool isForm)
    {
        var from = mail.From.FirstOrDefault(HasAddress);
        isForm = from is not null && settings.WebForms.Contains(from.Address, StringComparer.OrdinalIgnoreCase) && mail.ReplyTo.Any(HasAddress);
        if (isForm)
        {
            return mail.ReplyTo.First(HasAddress);
        }

        return from
            ?? (mail.Sender is { } sender && HasAddress(sender) ? sender : null)
            ?? mail.ReplyTo.FirstOrDefault(HasAddress)
            ?? (mail.ReturnPath is { Length: > 0 } path ? new Mailbox(null, path) : null)
            ?? (mail.From is [{ Name: { Length: > 0 } name }, ..] ? new Mailbox(name, $"{name} (no address)") : null);
    }

    /// <summary>
    /// RFC 5322, 3.6.2: where the author asks for the answer. Not an address of ours, and not a list's, where the answer
    /// would be read by everybody.
    /// </summary>
    private static Party? ReplyToOf(MailMessage mail, Mailbox from, ChannelInfo channel, bool isList)
    {
        bool IsOfList(Mailbox asked) => isList
            && (mail.To.Concat(mail.Cc).Any(m => IsSame(m, asked)) || mail.Headers["List-Post"]?.Contains(asked.Address, StringComparison.OrdinalIgnoreCase) == true);

        return !mail.ReplyTo.Any(asked => IsSame(asked, from)) && mail.ReplyTo.FirstOrDefault(asked => HasAddress(asked) && !IsOwn(asked.Address, channel) && !IsOfList(asked)) is { } there
            ? new Party(there.Name ?? "", there.Address)
            : null;
    }

    private static bool IsSame(Mailbox one, Mailbox other) =>
        HandleKinds.Normalise(HandleKinds.Email, one.Address) == HandleKinds.Normalise(HandleKinds.Email, other.Address);

    private static bool HasAddress(Mailbox mailbox) => mailbox.Address.Contains('@', StringComparison.Ordinal);

    private static bool IsOwn(string address, ChannelInfo channel)
    {
        for (var at = HandleKinds.Normalise(HandleKinds.Email, address); at.Length > 0; at = HandleKinds.WithoutTag(at))
        {
            if (channel.OwnAddresses.Contains(at, StringComparer.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static Automatic AutomaticOf(MailKind kind) => kind switch
    {
        MailKind.AutoReply => Automatic.AutoReply,
        MailKind.Bounce => Automatic.Bounce,
        MailKind.Complaint => Automatic.Complaint,
        MailKind.List => Automatic.List,
        MailKind.Calendar => Automatic.Calendar,
        _ => Automatic.None,
    };

    private static List<Party> Parties(IReadOnlyList<Mailbox> mailboxes) => [.. mailboxes.Select(m => new Party(m.Name ?? "", m.Address))];

    /// <summary>In which our Message-IDs end.</summary>
    public static string Domain(string address) =>
        address.LastIndexOf('@') is >= 0 and var at && at + 1 < address.Length ? address[(at + 1)..] : "inbox.invalid";
}
