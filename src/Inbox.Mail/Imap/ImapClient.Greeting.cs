namespace Inbox.Mail.Imap;

public sealed partial class ImapClient
{
    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        ImapReply greeting;
        try
        {
            _reader.StartResponse();
            var star = await _reader.AtomAsync(cancellationToken);
            await _reader.PassBlanksAsync(cancellationToken);
            var word = (await _reader.AtomAsync(cancellationToken)).ToUpperInvariant();
            greeting = ImapReply.Read(word, await _reader.RestAsync(cancellationToken));
            if (star != "*" || word is not ("OK" or "PREAUTH" or "BYE"))
            {
                throw new ImapException(ImapFailure.NotImap, $"Port {_server.Port} of {_server.Host} answers, but not as an IMAP server does.");
            }
        }
        catch (ImapException e) when (e.Failure is ImapFailure.TimedOut or ImapFailure.Protocol or ImapFailure.ConnectionLost)
        {
            var hint = _server.Security == ImapSecurity.Tls ? "Is this the port for IMAP?" : "If this port wants TLS from the first byte (usually 993), choose TLS.";
            throw new ImapException(
                e.Failure == ImapFailure.Protocol ? ImapFailure.NotImap : e.Failure,
                $"{_server.Host} accepts connections at port {_server.Port}, but does not greet as an IMAP server does. {hint}",
                e);
        }

        if (greeting.Word == "BYE")
        {
            throw Closed(greeting.Text);
        }

        Greeting = greeting.Text;
        TakeCapabilities(greeting.Argument("CAPABILITY"));
        if (_capabilities.Count == 0)
        {
            await AskCapabilitiesAsync(cancellationToken);
        }
    }

    private async Task StartTlsAsync(CancellationToken cancellationToken)
    {
        var reply = Offers("STARTTLS") ? await RunAsync(new ImapCommand("STARTTLS"), untagged: null, cancellationToken) : default;
        if (!reply.IsOk)
        {
            throw new ImapException(ImapFailure.TlsNotOffered, $"{_server.Host} does not offer STARTTLS at port {_server.Port}. TLS from the first byte usually has port 993.");
        }

        if (!_reader.IsEmpty)
        {
            // Words slipped in before the encryption would be taken for the server's (CVE-2011-0411).
            throw new ImapException(ImapFailure.TlsFailed, $"{_server.Host} sent something between STARTTLS and the encryption. Somebody may be listening in.");
        }

        _stream = await ImapTransport.SecureAsync(_stream, _server, cancellationToken);
        _reader = new ImapReader(_stream, _server.Host, _server.ConnectPatience);
        // RFC 9051, 6.2.1: what was offered in the clear counts no longer.
        await AskCapabilitiesAsync(cancellationToken);
    }

    private async Task AskCapabilitiesAsync(CancellationToken cancellationToken) =>
        Expect(await RunAsync(new ImapCommand("CAPABILITY"), untagged: null, cancellationToken), "tell what it can do");

    private void TakeCapabilities(string? words)
    {
        if (words is not null)
        {
            _capabilities = words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        }
    }
}
