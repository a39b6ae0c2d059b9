using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Inbox.Core.Channels;
using Inbox.Mail;

namespace Inbox.Channels.Email;

/// <summary>
/// Tells a second delivery of a mail from another mail: its Message-ID, and a hash over everything but the trace headers
/// that each way to us adds (RFC 5321, 4.4) and the line ends that each system has its own taste for.
/// </summary>
internal static class MailIdentity
{
    private const int MostHeaderBytes = 1024 * 1024;

    private static readonly string[] Trace =
    [
        "received", "return-path", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "dkim-signature", "authentication-results",
        "received-spf", "x-received", "x-google-smtp-source", "x-gm-message-state", "x-virus-scanned", "status", "x-status", "x-uid", "x-keywords", "content-length", "lines",
    ];

    private static readonly string[] TracePrefixes = ["arc-", "x-spam", "x-ms-exchange-", "x-forefront-", "x-microsoft-antispam"];

    public static async ValueTask<RawIdentity> OfAsync(Stream mail, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var size = mail.CanSeek ? (int)Math.Clamp(mail.Length - mail.Position, 1, MostHeaderBytes) : MostHeaderBytes;
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var read = await mail.ReadAtLeastAsync(buffer.AsMemory(0, size), size, throwOnEndOfStream: false, cancellationToken);
            var header = HeaderLength(buffer.AsSpan(0, read));
            AppendHeader(hash, buffer.AsSpan(0, header));
            AppendBody(hash, buffer.AsSpan(header, read - header));
            var id = MailReader.Read(buffer.AsMemory(0, header)).MessageId;
            while ((read = await mail.ReadAsync(buffer.AsMemory(0, size), cancellationToken)) > 0)
            {
                AppendBody(hash, buffer.AsSpan(0, read));
            }

            var version = hash.GetHashAndReset();
            return new RawIdentity(string.IsNullOrEmpty(id) ? "none:" + Convert.ToHexStringLower(version) : id, version);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Up to and with the empty line; everything when there is none.</summary>
    private static int HeaderLength(ReadOnlySpan<byte> start)
    {
        var at = 0;
        while (at < start.Length)
        {
            var end = start[at..].IndexOf((byte)'\n');
            if (end < 0)
            {
                return start.Length;
            }

            if (end == 0 || (end == 1 && start[at] == '\r'))
            {
                return at + end + 1;
            }

            at += end + 1;
        }

        return start.Length;
    }

    private static void AppendHeader(IncrementalHash hash, ReadOnlySpan<byte> header)
    {
        var kept = true;
        while (header.Length > 0)
        {
            var end = header.IndexOf((byte)'\n');
            var line = end < 0 ? header : header[..(end + 1)];
            header = header[line.Length..];
            if (line[0] is not ((byte)' ' or (byte)'\t'))
            {
                kept = !IsTrace(line);
            }

            if (kept)
            {
                AppendBody(hash, line);
            }
        }
    }

    private static bool IsTrace(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon is <= 0 or > 60)
        {
            return false;
        }

        var name = Encoding.ASCII.GetString(line[..colon]).TrimEnd().ToLowerInvariant();
        return Trace.Contains(name, StringComparer.Ordinal) || Array.Exists(TracePrefixes, p => name.StartsWith(p, StringComparison.Ordinal));
    }

    private static void AppendBody(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var cr = bytes.IndexOf((byte)'\r');
            hash.AppendData(cr < 0 ? bytes : bytes[..cr]);
            bytes = cr < 0 ? [] : bytes[(cr + 1)..];
        }
    }
}
