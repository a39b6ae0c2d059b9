using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Inbox.Core.Demo;

/// <summary>The files that customers of the demo company send along: made here, so that none has to be shipped.</summary>
internal static class DemoFiles
{
    private const int Width = 240;
    private const int Height = 150;

    public static void Attach(CaseTale tale, string name)
    {
        if (name.EndsWith(".png", StringComparison.Ordinal))
        {
            tale.Attach(name, "image/png", Picture((int)(tale.Case.Id % 97)));
        }
        else
        {
            tale.Attach(name, "text/plain", Encoding.UTF8.GetBytes($"{name}\n\nDate: {tale.Case.OpenedAt:yyyy-MM-dd}\nSubject: {tale.Case.Subject}\nCustomer: {tale.Customer.Name}\n"));
        }
    }

    /// <summary>A PNG of a box on a step, in colours that the seed varies (PNG, second edition: signature, IHDR, IDAT, IEND).</summary>
    public static byte[] Picture(int seed)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], Height);
        // 8 bits a channel, RGB, deflate, no filter method but 0, not interlaced.
        (header[8], header[9]) = (8, 2);
        Chunk(file, "IHDR", header);
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            Span<byte> row = stackalloc byte[1 + (Width * 3)];
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    var (r, g, b) = Colour(x, y, seed);
                    (row[1 + (x * 3)], row[2 + (x * 3)], row[3 + (x * 3)]) = (r, g, b);
                }

                zlib.Write(row);
            }
        }

        Chunk(file, "IDAT", pixels.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static (byte R, byte G, byte B) Colour(int x, int y, int seed)
    {
        var inBox = x is > 70 and < 170 && y is > 45 and < 120;
        var tape = inBox && x is > 112 and < 128;
        return (inBox, tape, y > 110) switch
        {
            (_, true, _) => (214, 196, 150),
            (true, _, _) => ((byte)(168 + (seed % 30)), (byte)(124 + (y / 10)), 84),
            (_, _, true) => (108, (byte)(108 + (seed % 12)), 112),
            _ => ((byte)(150 + (y / 3)), (byte)(172 + (y / 4)), (byte)(196 + (seed % 40))),
        };
    }

    private static void Chunk(Stream file, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        var checkedPart = new byte[4 + data.Length];
        Encoding.ASCII.GetBytes(type, checkedPart);
        data.CopyTo(checkedPart.AsSpan(4));
        file.Write(checkedPart);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(checkedPart));
        file.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
