using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Mail.Smtp;
using Inbox.Mail.Writing;

namespace Inbox.Channels.Email;

/// <summary>Hands a mail to the channel's SMTP server, and tells "later" from "never".</summary>
internal sealed class SmtpSender(OAuthTokens tokens, TlsTrust trust)
{
    /// <summary>Each step has an end of its own; this one is for a line on which a large mail would never end.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(15);

    /// <param name="mail">With every recipient, those of the envelope only included.</param>
    /// <param name="returnTo">Where reports about the mail go.</param>
    /// <param name="settings">With secrets revealed.</param>
    /// <param name="cancellationToken">The host stops.</param>
    public async Task<SendResult> SendAsync(OutgoingMail mail, string returnTo, EmailSettings settings, CancellationToken cancellationToken)
    {
        var server = $"{settings.SmtpHost}:{settings.SmtpPort}";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MostTime);
        try
        {
            await using var spooled = await SpooledMail.WriteAsync(mail, limit.Token);
            var envelope = new SmtpEnvelope
            {
                From = returnTo,
                SecondFrom = returnTo == mail.From.Address ? null : mail.From.Address,
                Recipients = [.. mail.Recipients()],
                Size = spooled.Length,
                Utf8 = spooled.Utf8,
            };
            return await SendAsync(spooled, envelope, mail, settings, refusedToken: null, limit.Token);
        }
        catch (SmtpException e) when (e.IsPermanent)
        {
            return new SendResult(SendOutcome.Failed, $"{settings.SmtpHost} refused the mail: {e.Message}");
        }
        catch (SmtpException e)
        {
            return new SendResult(SendOutcome.Later, $"{server} did not take the mail: {e.Message}", DoorFails: e.Failure != SmtpFailure.Refused);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendResult(SendOutcome.Later, $"{server} did not take the mail within {MostTime.TotalMinutes:0} minutes.", DoorFails: true);
        }
    }

    private async Task<SendResult> SendAsync(
        SpooledMail spooled, SmtpEnvelope envelope, OutgoingMail mail, EmailSettings settings, string? refusedToken, CancellationToken cancellationToken)
    {
        string? token = null;
        if (settings.UsesTokens)
        {
            var grant = new OAuthGrant(settings.SmtpTokenUrl, settings.SmtpClientId, settings.SmtpClientSecret, settings.SmtpRefreshTokenSecret, settings.SmtpScope);
            var answer = await tokens.GetAsync(grant, cancellationToken, refusedToken);
            if (answer.Token is null)
            {
                return new SendResult(SendOutcome.Later, answer.Problem, DoorFails: true);
            }

            token = answer.Token;
        }

        try
        {
            await using var session = await SmtpSession.OpenAsync(Options(settings, token), cancellationToken);
            var outcome = await session.SendAsync(envelope, spooled.Open(), cancellationToken, taken => ReachesTheCustomer(taken, mail));
            return Result(outcome, mail, settings);
        }
        catch (SmtpException e) when (e.Failure == SmtpFailure.Login && token is not null && refusedToken is null)
        {
            // A token may be withdrawn before its time; a fresh one tells whether that was it.
            return await SendAsync(spooled, envelope, mail, settings, token, cancellationToken);
        }
    }

    private SmtpOptions Options(EmailSettings settings, string? token) => new()
    {
        Host = settings.SmtpHost,
        Port = settings.SmtpPort,
        Security = settings.SmtpSecurity switch { "tls" => SmtpSecurity.Tls, "starttls" => SmtpSecurity.StartTls, _ => SmtpSecurity.None },
        User = settings.SmtpUser,
        Password = settings.SmtpPassword,
        AccessToken = token,
        CertificateCheck = trust.Check,
    };

    /// <summary>While the customer is refused, the copies get nothing either: when it is tried again they would get it twice.</summary>
    private static bool ReachesTheCustomer(IReadOnlyList<SmtpRecipient> recipients, OutgoingMail mail) =>
        mail.To.Count == 0 || recipients.Any(r => r.Accepted && IsTo(r, mail));

    private static bool IsTo(SmtpRecipient recipient, OutgoingMail mail) =>
        mail.To.Any(to => string.Equals(to.Address, recipient.Address, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Sent as soon as it reaches the customer; a refused copy is told of and not tried again. Whether trying again can help
    /// is for those to say whom it is written to: a copy refused for good does not end what the customer can still get.
    /// </summary>
    private static SendResult Result(SmtpOutcome outcome, OutgoingMail mail, EmailSettings settings)
    {
        var refused = outcome.Recipients.Where(r => !r.Accepted).ToList();
        var reasons = Words.Cut(string.Join("; ", refused.Select(r => $"{settings.SmtpHost} refused {r.Address}: {r.Reply.Text}")), 900);
        if (outcome.Sent)
        {
            return refused.Count == 0 ? SendResult.Sent : new SendResult(SendOutcome.Sent, reasons);
        }

        var asked = mail.To.Count == 0 ? refused : refused.FindAll(r => IsTo(r, mail));
        return new SendResult(asked.TrueForAll(r => r.Reply.IsPermanent) ? SendOutcome.Failed : SendOutcome.Later, reasons);
    }
}
