using System.Buffers;
using Inbox.Shared;

namespace Inbox.Mail.Encodings;

/// <summary>A slice of the mail and how it is encoded. It is decoded when asked for, large content never as a whole into memory.</summary>
internal readonly record struct EncodedContent(ReadOnlyMemory<byte> Raw, TransferEncoding Encoding)
{
    /// <summary>Bytes up to which decoded content is held in memory.</summary>
    private const int Small = 1024 * 1024;

    /// <summary>Bytes of the decoded content, counted without decoding it into memory.</summary>
    public long Measure()
    {
        if (Encoding == TransferEncoding.None)
        {
            return Raw.Length;
        }
        if (Encoding == TransferEncoding.Base64)
        {
            return Base64Decoder.Measure(Raw.Span);
        }
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        using var stream = OpenRead();
        long size = 0;
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            size += read;
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return size;
    }

    public byte[] ToArray() => Encoding switch
    {
        TransferEncoding.Base64 => Base64Decoder.Decode(Raw.Span),
        TransferEncoding.QuotedPrintable => QuotedPrintable.Decode(Raw.Span),
        TransferEncoding.Uuencode => UuDecoder.Decode(Raw.Span),
        _ => Raw.ToArray(),
    };

    public Stream OpenRead() => Encoding switch
    {
        TransferEncoding.Base64 => new Base64Stream(Raw),
        TransferEncoding.QuotedPrintable => new QuotedPrintableStream(Raw),
        TransferEncoding.Uuencode => new UuStream(Raw),
        _ => new MemoryReadStream(Raw),
    };

    /// <summary>The decoded content as a slice: of the mail where nothing is encoded, of a temporary file where it is large.</summary>
    public ReadOnlyMemory<byte> Decode()
    {
        if (Encoding == TransferEncoding.None)
        {
            return Raw;
        }
        if (Raw.Length <= Small)
        {
            return ToArray();
        }
        using var stream = OpenRead();
        var first = new byte[4096];
        var read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        return read < first.Length ? first.AsMemory(0, read) : MappedFile.Of(first, stream).Memory;
    }

    /// <summary>The beginning of the decoded content, at most so many bytes of it.</summary>
    public ReadOnlyMemory<byte> Decode(int most)
    {
        if (Encoding == TransferEncoding.None)
        {
            return Raw[..Math.Min(Raw.Length, most)];
        }
        if (Raw.Length <= most)
        {
            return ToArray();
        }
        using var stream = OpenRead();
        var start = new byte[most];
        return start.AsMemory(0, stream.ReadAtLeast(start, most, throwOnEndOfStream: false));
    }
}
