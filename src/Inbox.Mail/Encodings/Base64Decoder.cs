using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Inbox.Mail.Encodings;

/// <summary>
/// Base64 as mail carries it (RFC 2045, 6.8): whole lines go through the framework's vectorised decoder; lines that are
/// damaged, padded in the middle or not a multiple of four long go through a table that passes over foreign bytes.
/// The state lives between calls, so that a stream can hand over its input in pieces.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Base64Decoder
{
    private int _bits;
    private int _count;

    public static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    private static ReadOnlySpan<sbyte> Values => Table;

    private static readonly sbyte[] Table = BuildTable();

    public static byte[] Decode(ReadOnlySpan<byte> encoded)
    {
        var output = new byte[(encoded.Length / 4 * 3) + 3];
        var decoder = new Base64Decoder();
        var written = decoder.Decode(encoded, output);
        written += decoder.Finish(output.AsSpan(written));
        Array.Resize(ref output, written);
        return output;
    }

    /// <summary>Decodes the whole of a short text.</summary>
    public static int DecodeWhole(ReadOnlySpan<byte> encoded, Span<byte> output)
    {
        var decoder = new Base64Decoder();
        var written = decoder.Decode(encoded, output);
        return written + decoder.Finish(output[written..]);
    }

    public static long Measure(ReadOnlySpan<byte> encoded)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(12 * 1024);
        var decoder = new Base64Decoder();
        long size = 0;
        while (!encoded.IsEmpty)
        {
            var piece = encoded[..Math.Min(encoded.Length, 16 * 1024 - 16)];
            size += decoder.Decode(piece, buffer);
            encoded = encoded[piece.Length..];
        }
        size += decoder.Finish(buffer);
        ArrayPool<byte>.Shared.Return(buffer);
        return size;
    }

    /// <summary>Decodes a piece. The output must have room for three bytes for every four of the input, and three more.</summary>
    public int Decode(ReadOnlySpan<byte> encoded, Span<byte> output)
    {
        var written = 0;
        while (!encoded.IsEmpty)
        {
            var end = encoded.IndexOf((byte)'\n');
            var line = (end < 0 ? encoded : encoded[..end]).TrimEnd((byte)'\r');
            if (_count == 0 && (line.Length & 3) == 0
                && Base64.DecodeFromUtf8(line, output[written..], out var consumed, out var produced) == OperationStatus.Done
                && consumed == line.Length)
            {
                written += produced;
            }
            else
            {
                written += DecodeSlowly(line, output[written..]);
            }
            encoded = end < 0 ? default : encoded[(end + 1)..];
        }
        return written;
    }

    /// <summary>Writes what an input without its padding leaves over: at most two bytes.</summary>
    public int Finish(Span<byte> output)
    {
        var written = 0;
        if (_count >= 2)
        {
            output[written++] = (byte)(_count == 2 ? _bits >> 4 : _bits >> 10);
        }
        if (_count == 3)
        {
            output[written++] = (byte)(_bits >> 2);
        }
        _count = 0;
        _bits = 0;
        return written;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int DecodeSlowly(ReadOnlySpan<byte> line, Span<byte> output)
    {
        var written = 0;
        foreach (var b in line)
        {
            var value = Values[b];
            if (value < 0)
            {
                // Padding ends a quantum; some mailers join several encoded blocks, so reading goes on.
                if (b == '=')
                {
                    written += Finish(output[written..]);
                }
                continue;
            }
            _bits = (_bits << 6) | (byte)value;
            if (++_count == 4)
            {
                output[written] = (byte)(_bits >> 16);
                output[written + 1] = (byte)(_bits >> 8);
                output[written + 2] = (byte)_bits;
                written += 3;
                _bits = 0;
                _count = 0;
            }
        }
        return written;
    }

    private static sbyte[] BuildTable()
    {
        var table = new sbyte[256];
        Array.Fill(table, (sbyte)-1);
        var letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;
        for (var i = 0; i < letters.Length; i++)
        {
            table[letters[i]] = (sbyte)i;
        }
        return table;
    }
}
