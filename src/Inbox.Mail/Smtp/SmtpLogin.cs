using System.Text;

namespace Inbox.Mail.Smtp;

/// <summary>Logging in (RFC 4954): XOAUTH2 with a token, else PLAIN (RFC 4616), else LOGIN, which some servers offer alone.</summary>
internal static class SmtpLogin
{
    public static async Task RunAsync(SmtpConnection connection, SmtpCapabilities can, SmtpOptions options, CancellationToken cancellationToken)
    {
        var reply = options switch
        {
            { AccessToken: { } token } => await BearerAsync(connection, options.User, token, cancellationToken),
            _ when can.Offers("PLAIN") => await connection.AskAsync("AUTH PLAIN " + Base64($"\0{options.User}\0{options.Password}"), cancellationToken),
            _ when can.Offers("LOGIN") => await LoginAsync(connection, options, cancellationToken),
            _ when can.Mechanisms.Count == 0 => throw new SmtpException(SmtpFailure.Login, options.Security == SmtpSecurity.None
                ? "the server offers no login on an unprotected connection. Choose TLS or STARTTLS."
                : "the server offers no login here. Leave the user empty, or use the port for submission (465 or 587)."),
            _ => throw new SmtpException(SmtpFailure.Login, $"the server offers only logins that Inbox does not speak: {string.Join(", ", can.Mechanisms)}."),
        };
        if (!reply.IsPositive)
        {
            throw new SmtpException(SmtpFailure.Login, $"{(options.AccessToken is null ? "user or password is not accepted" : "the access token is not accepted")}: {reply.Text}", reply);
        }
    }

    /// <summary>A refusal comes as a challenge with the reason, to be answered by an empty line.</summary>
    private static async Task<SmtpReply> BearerAsync(SmtpConnection connection, string user, string token, CancellationToken cancellationToken)
    {
        var reply = await connection.AskAsync("AUTH XOAUTH2 " + Base64($"user={user}\u0001auth=Bearer {token}\u0001\u0001"), cancellationToken);
        return reply.Code == 334 ? await connection.AskAsync("", cancellationToken) : reply;
    }

    private static async Task<SmtpReply> LoginAsync(SmtpConnection connection, SmtpOptions options, CancellationToken cancellationToken)
    {
        var reply = await connection.AskAsync("AUTH LOGIN", cancellationToken);
        foreach (var secret in new[] { options.User, options.Password })
        {
            if (reply.Code == 334)
            {
                reply = await connection.AskAsync(Base64(secret), cancellationToken);
            }
        }
        return reply;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
