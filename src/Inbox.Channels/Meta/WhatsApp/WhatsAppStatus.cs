using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Inbox.Channels.Social;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Channels.Meta.WhatsApp;

/// <summary>What became of a message of ours. Only that it failed is news; what it says of us is signed with the call, and names our own word for the message.</summary>
/// <param name="Word">The signed word that we sent along (biz_opaque_callback_data).</param>
/// <param name="Reason">In WhatsApp's words.</param>
internal sealed record WhatsAppStatus(string Id, string Recipient, string? Word, string Code, string Reason, DateTimeOffset At)
{
    public RawIdentity Identity => new($"{Id}:failed", SHA256.HashData(Encoding.UTF8.GetBytes($"{Code}\n{Reason}")));

    /// <summary>As when a mail comes back: the customer never got our answer.</summary>
    public IncomingMessage ToIncoming(ThreadTokens tokens) => new()
    {
        ExternalId = $"{Id}:failed",
        ThreadScope = MetaNetwork.WhatsApp.Kind,
        Keys = [
            new ThreadKey(ThreadKeyKind.Own, $"{Id}:failed"),
            .. Word is { } word && tokens.TryVerify(word, out var answer)
                ? [new ThreadKey(ThreadKeyKind.Answer, answer.ToString(CultureInfo.InvariantCulture), Verified: true)]
                : (ThreadKey[])[],
        ],
        From = new Party("WhatsApp", "whatsapp"),
        HandleKind = HandleKinds.WhatsApp,
        Visibility = Visibility.Private,
        Text = $"WhatsApp could not deliver our message ({Code}): {Reason}",
        ReplyText = $"WhatsApp could not deliver our message ({Code}): {Reason}",
        PostedAt = At == default ? null : At,
        Automatic = Automatic.Bounce,
        NoAutomaticAnswer = true,
        Bounce = new Bounce(Recipient, Code, Hard: false, Id, Reason),
    };

    /// <summary>Null for anything but a failure.</summary>
    public static WhatsAppStatus? Read(ReadOnlyMemory<byte> document)
    {
        if (SocialDocument.Read(document).Roots is not [var root])
        {
            return null;
        }

        var status = root.Items("entry").SelectMany(e => e.Items("changes")).SelectMany(c => c.Get("value").Items("statuses")).FirstOrDefault();
        if (status.Filled("status") is not "failed" || status.Filled("id") is not { } id)
        {
            return null;
        }

        var error = status.Items("errors").FirstOrDefault();
        return new WhatsAppStatus(
            id,
            status.Filled("recipient_id", "recipient_user_id") ?? "",
            status.Filled("biz_opaque_callback_data"),
            error.Count("code").ToString(CultureInfo.InvariantCulture),
            error.Get("error_data").Filled("details") ?? error.Filled("message", "title") ?? "WhatsApp gave no reason",
            status.Time("timestamp") ?? default);
    }
}
