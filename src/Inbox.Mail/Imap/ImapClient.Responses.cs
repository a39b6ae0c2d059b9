using System.Globalization;

namespace Inbox.Mail.Imap;

public sealed partial class ImapClient
{
    /// <summary>Since the last search the server said, in whatever reply, that mail came. <see cref="IdleAsync"/> does not wait for what is known.</summary>
    private bool _news;

    /// <summary>How many mails lie in the selected folder, as last heard.</summary>
    public uint Exists { get; private set; }

    private readonly record struct Response(ImapReply? Tagged, string? Continue);

    /// <summary>Reads one response: the end of the command <paramref name="tag"/>, a "+", or something untagged that is dealt with here.</summary>
    private async ValueTask<Response> NextAsync(string tag, Untagged? untagged, CancellationToken cancellationToken)
    {
        _reader.StartResponse();
        if (await _reader.PeekAsync(cancellationToken) is '\r' or '\n')
        {
            // An empty line means nothing anywhere.
            await _reader.PassLineEndAsync(cancellationToken);
            return default;
        }

        var first = await _reader.AtomAsync(cancellationToken);
        await _reader.PassBlanksAsync(cancellationToken);
        if (first == "+")
        {
            return new Response(null, await _reader.RestAsync(cancellationToken));
        }

        if (first == "*")
        {
            await UntaggedAsync(untagged, cancellationToken);
            return default;
        }

        var word = (await _reader.AtomAsync(cancellationToken)).ToUpperInvariant();
        var reply = ImapReply.Read(word, await _reader.RestAsync(cancellationToken));
        if (first != tag || word is not ("OK" or "NO" or "BAD"))
        {
            throw new ImapException(ImapFailure.Protocol, $"{_server.Host} answered something that was not asked.");
        }

        TakeCapabilities(reply.Argument("CAPABILITY"));
        return new Response(reply, null);
    }

    private async ValueTask UntaggedAsync(Untagged? untagged, CancellationToken cancellationToken)
    {
        var word = await _reader.AtomAsync(cancellationToken);
        uint number = 0;
        if (word.Length > 0 && char.IsAsciiDigit(word[0]) && UidSet.TryNumber(word, out number))
        {
            await _reader.PassBlanksAsync(cancellationToken);
            word = await _reader.AtomAsync(cancellationToken);
        }

        word = word.ToUpperInvariant();
        switch (word)
        {
            case "EXISTS":
                _news |= number > Exists;
                Exists = number;
                break;
            case "EXPUNGE":
                Exists = Exists > 0 ? Exists - 1 : 0;
                break;
            case "CAPABILITY":
                TakeCapabilities(await _reader.RestAsync(cancellationToken));
                return;
            case "BYE":
                throw Closed(ImapReply.Read(word, await _reader.RestAsync(cancellationToken)).Text);
            case "VANISHED":
                Vanish(await _reader.RestAsync(cancellationToken));
                return;
            default:
                await _reader.PassBlanksAsync(cancellationToken);
                if (untagged is not null && await untagged(word, number, cancellationToken))
                {
                    return;
                }

                break;
        }

        await _reader.SkipAsync(cancellationToken);
    }

    /// <summary>RFC 7162, 3.2.10: "(EARLIER)" tells of the past and changes no count.</summary>
    private void Vanish(string rest)
    {
        List<uint> gone = [];
        if (!rest.StartsWith('(') && UidSet.TryRead(rest.Trim(), gone))
        {
            Exists = (uint)Math.Max(0, Exists - (long)gone.Count);
        }
    }

    private static bool TryNumber(string? text, out ulong number) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
