using System.Globalization;
using Inbox.Mail.Imap;

namespace Inbox.Channels.Email.Receiving;

/// <summary>The way into a mailbox: connection and login as the settings say.</summary>
internal sealed class MailboxDoor(OAuthTokens tokens, TlsTrust trust)
{
    /// <param name="settings">With secrets revealed.</param>
    /// <param name="cancellationToken">The host stops, or nobody waits any more.</param>
    /// <exception cref="ImapException">It did not open, for the reason given.</exception>
    public async Task<OpenMailbox> OpenAsync(EmailSettings settings, CancellationToken cancellationToken)
    {
        var client = await ImapClient.ConnectAsync(Server(settings), cancellationToken);
        try
        {
            DateTimeOffset? until = null;
            if (settings.FetchesWithTokens)
            {
                until = await LoginWithTokenAsync(client, settings, cancellationToken);
            }
            else
            {
                await client.LoginAsync(settings.ImapUser, settings.ImapPassword, cancellationToken);
            }

            var product = await client.IdentifyAsync(cancellationToken);
            return new OpenMailbox(client, product, until);
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Server, user and folder in one line, to tell one place from another.</summary>
    public static string PlaceOf(EmailSettings settings) =>
        string.Create(CultureInfo.InvariantCulture, $"{settings.ImapUser}@{settings.ImapHost.ToLowerInvariant()}:{settings.ImapPort}/{settings.ImapFolder}");

    private ImapServer Server(EmailSettings settings) => new(
        settings.ImapHost,
        settings.ImapPort,
        settings.ImapSecurity switch { "starttls" => ImapSecurity.StartTls, "none" => ImapSecurity.None, _ => ImapSecurity.Tls })
    {
        CertificateCheck = trust.Check,
    };

    private async Task<DateTimeOffset?> LoginWithTokenAsync(ImapClient client, EmailSettings settings, CancellationToken cancellationToken)
    {
        var grant = new OAuthGrant(settings.ImapTokenUrl, settings.ImapClientId, settings.ImapClientSecret, settings.ImapRefreshTokenSecret, settings.ImapScope);
        var answer = await tokens.GetAsync(grant, cancellationToken);
        try
        {
            await client.LoginWithTokenAsync(settings.ImapUser, TokenOf(answer), cancellationToken);
        }
        catch (ImapException e) when (e.Failure == ImapFailure.LoginRefused && client.IsOpen)
        {
            // A token may be withdrawn before its time; a fresh one tells whether that was it.
            answer = await tokens.GetAsync(grant, cancellationToken, refused: answer.Token);
            await client.LoginWithTokenAsync(settings.ImapUser, TokenOf(answer), cancellationToken);
        }

        return answer.GoodUntil;
    }

    private static string TokenOf(OAuthAnswer answer) => answer.Token
        ?? throw new ImapException(answer.Permanent ? ImapFailure.LoginRefused : ImapFailure.Refused, answer.Problem ?? "No access token.") { Code = OpenMailbox.NoToken };
}

/// <param name="Product">As the server calls itself, if it does.</param>
/// <param name="AccessUntil">When the access token ends; null for passwords.</param>
internal sealed record OpenMailbox(ImapClient Client, string? Product, DateTimeOffset? AccessUntil) : IAsyncDisposable
{
    /// <summary>Code of a failure that is the token server's, not the mail server's.</summary>
    public const string NoToken = "INBOX-NO-TOKEN";

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
