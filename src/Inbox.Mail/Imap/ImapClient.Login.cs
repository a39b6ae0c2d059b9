using System.Text;
using System.Text.Json;

namespace Inbox.Mail.Imap;

public sealed partial class ImapClient
{
    /// <summary>Logs in by AUTHENTICATE PLAIN (RFC 4616) where offered, since it carries any characters, else by LOGIN.</summary>
    public async Task LoginAsync(string user, string password, CancellationToken cancellationToken)
    {
        ImapReply reply;
        if (Offers("AUTH=PLAIN"))
        {
            reply = await AuthenticateAsync("PLAIN", $"\0{user}\0{password}", refusal: null, cancellationToken);
        }
        else if (Offers("LOGINDISABLED"))
        {
            throw new ImapException(ImapFailure.LoginRefused, $"{_server.Host} takes no passwords on this connection. Choose TLS or STARTTLS, or a login by OAuth.");
        }
        else
        {
            reply = await RunAsync(new ImapCommand("LOGIN").String(user).String(password), untagged: null, cancellationToken);
        }

        await FinishLoginAsync(reply, $"{_server.Host} refuses this user and password", cancellationToken);
    }

    /// <summary>Logs in with an OAuth access token, as Google and Microsoft want it (SASL XOAUTH2).</summary>
    public async Task LoginWithTokenAsync(string user, string accessToken, CancellationToken cancellationToken)
    {
        if (!Offers("AUTH=XOAUTH2"))
        {
            throw new ImapException(ImapFailure.LoginRefused, $"{_server.Host} takes no OAuth tokens (it does not offer XOAUTH2). Use a password.");
        }

        string? status = null;
        var reply = await AuthenticateAsync("XOAUTH2", $"user={user}\u0001auth=Bearer {accessToken}\u0001\u0001", refusal => status = StatusOf(refusal), cancellationToken);
        await FinishLoginAsync(reply, $"{_server.Host} refuses the OAuth token of {user}{(status is null ? "" : $" (status {status})")}", cancellationToken);
    }

    /// <summary>Tells the server who we are and returns its product, where it tells (RFC 2971); some servers open no folder before.</summary>
    public async Task<string?> IdentifyAsync(CancellationToken cancellationToken)
    {
        if (!Offers("ID"))
        {
            return null;
        }

        List<string?> fields = [];
        await RunAsync(
            new ImapCommand("ID (\"name\" \"Inbox\")"),
            async (word, _, ct) =>
            {
                if (word != "ID")
                {
                    return false;
                }

                var value = await _reader.ValueAsync(ct);
                fields.AddRange((value.Items ?? []).Select(i => i.Text));
                await _reader.SkipAsync(ct);
                return true;
            },
            cancellationToken);
        var name = fields.FindIndex(f => string.Equals(f, "name", StringComparison.OrdinalIgnoreCase));
        return name >= 0 && name + 1 < fields.Count ? fields[name + 1] : null;
    }

    private Task<ImapReply> AuthenticateAsync(string mechanism, string response, Action<string>? refusal, CancellationToken cancellationToken)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(response));
        // RFC 4959: the first answer goes along with the question.
        var initial = Offers("SASL-IR");
        var answered = initial;
        return RunAsync(
            new ImapCommand($"AUTHENTICATE {mechanism}{(initial ? " " + encoded : "")}"),
            untagged: null,
            cancellationToken,
            challenge =>
            {
                if (!answered)
                {
                    answered = true;
                    return encoded;
                }

                // XOAUTH2 explains a refusal here and wants an empty line before it says NO.
                refusal?.Invoke(challenge);
                return "";
            });
    }

    private async Task FinishLoginAsync(ImapReply reply, string refused, CancellationToken cancellationToken)
    {
        if (!reply.IsOk)
        {
            throw new ImapException(
                reply.IsPassing ? ImapFailure.Refused : ImapFailure.LoginRefused,
                reply.IsPassing ? $"{_server.Host} lets nobody in just now: {Quote(reply.Text)}" : $"{refused}: {Quote(reply.Text)}")
            {
                Code = reply.Code,
            };
        }

        // RFC 9051, 6.2: after a login more may be on offer.
        if (reply.Argument("CAPABILITY") is null)
        {
            await AskCapabilitiesAsync(cancellationToken);
        }
    }

    private static string? StatusOf(string challenge)
    {
        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(challenge.Trim()));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("status", out var status) ? status.ToString() : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}
