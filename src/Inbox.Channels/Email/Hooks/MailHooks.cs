using System.Globalization;
using Inbox.Core.Channels;
using Inbox.Core.Intake;
using Microsoft.AspNetCore.Http;

namespace Inbox.Channels.Email.Hooks;

/// <summary>A request that a provider made, its body at hand.</summary>
/// <param name="Body">Seekable, at its beginning.</param>
public sealed record HookRequest(MailProvider Provider, string? ContentType, IHeaderDictionary Headers, Stream Body);

/// <summary>
/// Takes mail from providers. Who sends it is proved before anything is made of it: by basic auth before the body is even
/// read, by a signature over the bytes as they came, or, with Mailgun, by the signed fields.
/// </summary>
public sealed class MailHooks(ChannelSecrets secrets, HookTokens tokens)
{
    private const string SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";
    private const string TimestampHeader = "X-Twilio-Email-Event-Webhook-Timestamp";

    /// <summary>Whether it is worth reading the body at all; null when it is.</summary>
    public HookFailure? Refusal(MailProvider provider, Channel channel, IHeaderDictionary headers)
    {
        if (!secrets.TryReveal(channel.Settings, out var revealed))
        {
            return new HookFailure(StatusCodes.Status401Unauthorized, $"The secrets of {channel.Name} can no longer be read. Type them again in the channel's settings.");
        }

        var settings = EmailSettings.Read(revealed);
        var basic = settings.HookPassword.Length > 0;
        return provider switch
        {
            MailProvider.Mailgun when settings.MailgunSecret.Length > 0 => null,
            MailProvider.SendGrid when settings.SendGridKey.Length > 0 && (!basic || headers.ContainsKey(SignatureHeader)) => null,
            MailProvider.Postmark or MailProvider.SendGrid when basic => HookSignatures.IsBasic(headers.Authorization, settings.HookUser, settings.HookPassword)
                ? null
                : new HookFailure(StatusCodes.Status401Unauthorized, "User or password is not that of the channel's settings. The address has the form https://user:password@host/…"),
            _ => new HookFailure(StatusCodes.Status401Unauthorized, $"{channel.Name} takes no mail from {provider} yet: its secret is missing in the channel's settings."),
        };
    }

    /// <summary>Proves the sender and writes the mail as one of RFC 5322; null when all is well.</summary>
    public async Task<HookFailure?> ReadAsync(HookRequest request, Channel channel, Stream into, CancellationToken cancellationToken)
    {
        if (!secrets.TryReveal(channel.Settings, out var revealed))
        {
            return new HookFailure(StatusCodes.Status401Unauthorized, $"The secrets of {channel.Name} can no longer be read. Type them again in the channel's settings.");
        }

        var settings = EmailSettings.Read(revealed);
        try
        {
            return request.Provider switch
            {
                MailProvider.Postmark => await PostmarkAsync(request, into, cancellationToken),
                MailProvider.Mailgun => await MailgunAsync(request, settings, into, cancellationToken),
                _ => await SendGridAsync(request, settings, into, cancellationToken),
            };
        }
        catch (Exception e) when (e is InvalidDataException or IOException { InnerException: null })
        {
            return new HookFailure(StatusCodes.Status400BadRequest, e.Message);
        }
    }

    /// <summary>
    /// Whether this may come under the signature it came with. Mailgun's covers no content, so whoever reads one could send
    /// anything; a repeated attempt with the same content passes.
    /// </summary>
    public async Task<HookFailure?> UseOnceAsync(HookRequest request, Channel channel, RawIdentity mail, CancellationToken cancellationToken)
    {
        if (request.Provider != MailProvider.Mailgun)
        {
            return null;
        }

        request.Body.Position = 0;
        var form = await HookForm.ReadAsync(request.Body, request.ContentType, cancellationToken);
        return MailgunMail.SignatureOf(form) is { } signed && await tokens.TryUseAsync(channel.Id, signed.Token, mail.Version, cancellationToken)
            ? null
            : new HookFailure(StatusCodes.Status403Forbidden, "This signature was used for another message.");
    }

    private static async Task<HookFailure?> PostmarkAsync(HookRequest request, Stream into, CancellationToken cancellationToken)
    {
        await PostmarkMail.WriteAsync(request.Body, into, cancellationToken);
        return null;
    }

    private async Task<HookFailure?> MailgunAsync(HookRequest request, EmailSettings settings, Stream into, CancellationToken cancellationToken)
    {
        var form = await HookForm.ReadAsync(request.Body, request.ContentType, cancellationToken);
        if (MailgunMail.SignatureOf(form) is not { } signed)
        {
            return new HookFailure(StatusCodes.Status401Unauthorized, "The form has no timestamp, token and signature.");
        }

        if (!HookSignatures.IsMailgun(signed.Timestamp, signed.Token, signed.Signature, settings.MailgunSecret))
        {
            return new HookFailure(StatusCodes.Status401Unauthorized, "The signature is not made with the signing key of the channel's settings.");
        }

        if (!tokens.IsFresh(signed.At))
        {
            return Stale;
        }

        await MailgunMail.WriteAsync(form, into, cancellationToken);
        return null;
    }

    private async Task<HookFailure?> SendGridAsync(HookRequest request, EmailSettings settings, Stream into, CancellationToken cancellationToken)
    {
        // With both set up, what is signed is judged by its signature, the rest was judged by its password.
        if (settings.SendGridKey.Length > 0 && (settings.HookPassword.Length == 0 || request.Headers.ContainsKey(SignatureHeader)))
        {
            var (signature, timestamp) = (request.Headers[SignatureHeader].ToString(), request.Headers[TimestampHeader].ToString());
            if (signature.Length == 0 || !await HookSignatures.IsSendGridAsync(timestamp, signature, request.Body, settings.SendGridKey, cancellationToken))
            {
                return new HookFailure(StatusCodes.Status401Unauthorized, "The request is not signed with the key whose public half stands in the channel's settings.");
            }

            if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 100_000_000_000 || !tokens.IsFresh(DateTimeOffset.FromUnixTimeSeconds(seconds)))
            {
                return Stale;
            }

            request.Body.Position = 0;
        }

        await SendGridMail.WriteAsync(await HookForm.ReadAsync(request.Body, request.ContentType, cancellationToken), into, cancellationToken);
        return null;
    }

    private static HookFailure Stale => new(StatusCodes.Status403Forbidden, "The signature is more than a day old, or from the future. Look at the clock of this server.");
}
