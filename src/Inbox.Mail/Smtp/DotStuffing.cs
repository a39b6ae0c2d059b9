namespace Inbox.Mail.Smtp;

/// <summary>
/// Makes mail data of bytes (RFC 5321, 4.5.2): a dot at the start of a line is doubled, and a lone CR or LF becomes CRLF,
/// which the protocol demands (2.3.8) and which keeps anybody's text from ending the data early.
/// </summary>
internal sealed class DotStuffing
{
    private bool _lineStart = true;
    private bool _carriageReturn;

    /// <summary>Encodes one piece; the state goes over to the next.</summary>
    /// <param name="output">Holds at least twice the piece and two bytes more.</param>
    /// <returns>Bytes written.</returns>
    public int Encode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var at = 0;
        foreach (var b in input)
        {
            if (_carriageReturn || b == '\n')
            {
                output[at++] = (byte)'\r';
                output[at++] = (byte)'\n';
                _lineStart = true;
                if (b == '\n')
                {
                    _carriageReturn = false;
                    continue;
                }
            }
            _carriageReturn = b == '\r';
            if (_carriageReturn)
            {
                continue;
            }
            if (_lineStart && b == '.')
            {
                output[at++] = (byte)'.';
            }
            _lineStart = false;
            output[at++] = b;
        }
        return at;
    }

    /// <summary>What ends the data after the last piece.</summary>
    public ReadOnlyMemory<byte> End() => (_lineStart && !_carriageReturn ? ".\r\n"u8 : "\r\n.\r\n"u8).ToArray();
}
