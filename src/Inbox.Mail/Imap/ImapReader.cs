using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Inbox.Mail.Imap;

/// <summary>
/// Takes a server's bytes apart. Tolerant of what servers get wrong (bare LF, blanks at line ends, strings where atoms
/// belong), and bounded: no line, list or number makes it hold more than it says here.
/// </summary>
internal sealed partial class ImapReader(Stream stream, string host, TimeSpan patience)
{
    /// <summary>Bytes of one response without its mail literals: a search in a folder of a million mails.</summary>
    public const int MostLine = 12 * 1024 * 1024;

    /// <summary>Bytes of a literal that is not a mail: a folder name, a header.</summary>
    public const int MostLiteral = 1024 * 1024;

    private const int MostText = 64 * 1024;
    private const int MostDepth = 30;
    private readonly byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;
    private int _line;

    /// <summary>Nothing of what the server sent is unread.</summary>
    public bool IsEmpty => _start == _end;

    public void StartResponse() => _line = 0;

    /// <summary>Returns once there is something to read, however long that takes.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => IsEmpty ? FillAsync(Timeout.InfiniteTimeSpan, cancellationToken) : Task.CompletedTask;

    public async ValueTask<char> PeekAsync(CancellationToken cancellationToken)
    {
        if (IsEmpty)
        {
            await FillAsync(patience, cancellationToken);
        }

        return (char)_buffer[_start];
    }

    /// <summary>Passes the byte that was peeked at.</summary>
    public void Pass()
    {
        _start++;
        if (++_line > MostLine)
        {
            throw new ImapException(ImapFailure.Protocol, $"{host} sent a line of more than {MostLine / (1024 * 1024)} MB.");
        }
    }

    public async ValueTask<bool> TryPassAsync(char expected, CancellationToken cancellationToken)
    {
        if (await PeekAsync(cancellationToken) != expected)
        {
            return false;
        }

        Pass();
        return true;
    }

    public async ValueTask PassBlanksAsync(CancellationToken cancellationToken)
    {
        while (await PeekAsync(cancellationToken) == ' ')
        {
            Pass();
        }
    }

    /// <summary>An atom. Blanks inside brackets belong to it: <c>BODY[HEADER.FIELDS (FROM)]</c>.</summary>
    public async ValueTask<string> AtomAsync(CancellationToken cancellationToken)
    {
        var atom = new StringBuilder();
        var brackets = 0;
        for (var next = await PeekAsync(cancellationToken); next is not ('\r' or '\n'); next = await PeekAsync(cancellationToken))
        {
            if (brackets == 0 && next is ' ' or '(' or ')')
            {
                break;
            }

            brackets += next == '[' ? 1 : next == ']' && brackets > 0 ? -1 : 0;
            Pass();
            Append(atom, next);
        }

        return atom.ToString();
    }

    /// <summary>A value of any form. A literal larger than <see cref="MostLiteral"/> is refused: mails are read by <see cref="LiteralAsync"/>.</summary>
    public ValueTask<ImapValue> ValueAsync(CancellationToken cancellationToken) => ValueAsync(0, cancellationToken);

    /// <summary>The size of a literal that begins here, <c>{12}</c>, <c>{12+}</c> or <c>~{12}</c>; null where none begins.</summary>
    public async ValueTask<long?> LiteralSizeAsync(CancellationToken cancellationToken)
    {
        if (await PeekAsync(cancellationToken) == '~')
        {
            Pass();
        }

        if (!await TryPassAsync('{', cancellationToken))
        {
            return null;
        }

        var digits = new StringBuilder();
        for (var next = await PeekAsync(cancellationToken); next != '}'; next = await PeekAsync(cancellationToken))
        {
            if (digits.Length > 20 || next is '\r' or '\n')
            {
                throw new ImapException(ImapFailure.Protocol, $"{host} sent a size that is no number.");
            }

            Pass();
            digits.Append(next);
        }

        Pass();
        await PassLineEndAsync(cancellationToken);
        return long.TryParse(digits.ToString().TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new ImapException(ImapFailure.Protocol, $"{host} sent a size that is no number.");
    }

    /// <summary>Copies a literal, piece by piece; a null stream passes over it.</summary>
    public async ValueTask LiteralAsync(long size, Stream? to, CancellationToken cancellationToken)
    {
        while (size > 0)
        {
            await PeekAsync(cancellationToken);
            var piece = (int)Math.Min(size, _end - _start);
            if (to is not null)
            {
                await to.WriteAsync(_buffer.AsMemory(_start, piece), cancellationToken);
            }

            _start += piece;
            size -= piece;
        }
    }

    /// <summary>What is left of the line, without its end; text beyond 64 KB is passed over.</summary>
    public async ValueTask<string> RestAsync(CancellationToken cancellationToken)
    {
        var bytes = new List<byte>();
        for (var next = await PeekAsync(cancellationToken); next is not ('\r' or '\n'); next = await PeekAsync(cancellationToken))
        {
            Pass();
            if (bytes.Count < MostText)
            {
                bytes.Add((byte)next);
            }
        }

        await PassLineEndAsync(cancellationToken);
        return Decode([.. bytes]);
    }

    /// <summary>Passes over the rest of a response, with the literals in it.</summary>
    public async ValueTask SkipAsync(CancellationToken cancellationToken)
    {
        for (var next = await PeekAsync(cancellationToken); next is not ('\r' or '\n'); next = await PeekAsync(cancellationToken))
        {
            if (next == '"')
            {
                await QuotedAsync(cancellationToken);
            }
            else if (next == '{' && await LiteralSizeAsync(cancellationToken) is { } size)
            {
                await LiteralAsync(size, to: null, cancellationToken);
            }
            else
            {
                Pass();
            }
        }

        await PassLineEndAsync(cancellationToken);
    }

    public async ValueTask PassLineEndAsync(CancellationToken cancellationToken)
    {
        await PassBlanksAsync(cancellationToken);
        await TryPassAsync('\r', cancellationToken);
        if (!await TryPassAsync('\n', cancellationToken))
        {
            throw new ImapException(ImapFailure.Protocol, $"{host} did not end a line where it should.");
        }
    }

    private void Append(StringBuilder atom, char next)
    {
        if (atom.Length >= MostText)
        {
            throw new ImapException(ImapFailure.Protocol, $"{host} sent a word of more than {MostText / 1024} KB.");
        }

        atom.Append(next);
    }

    private static string Decode(byte[] bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);

    private async Task FillAsync(TimeSpan most, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(most);
        int read;
        try
        {
            read = await stream.ReadAsync(_buffer, limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ImapException(ImapFailure.TimedOut, $"{host} has not answered for {most.TotalSeconds:0} seconds.", e);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw new ImapException(ImapFailure.ConnectionLost, $"The connection to {host} broke.", e);
        }

        if (read == 0)
        {
            throw new ImapException(ImapFailure.ConnectionLost, $"{host} closed the connection without a word.");
        }

        (_start, _end) = (0, read);
    }
}
