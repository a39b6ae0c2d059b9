using System.Buffers.Binary;

namespace Inbox.Mail.Tnef;

/// <summary>A list of MAPI properties ([MS-OXTNEF] 2.1.3.4). Only values of variable length are handed out.</summary>
internal static class MapiProperties
{
    private const ushort MultipleValues = 0x1000;
    private const int MostProperties = 10_000;

    public static void Read(ReadOnlyMemory<byte> data, Action<ushort, bool, ReadOnlyMemory<byte>> take)
    {
        var cursor = new Cursor(data);
        var count = Math.Min(cursor.Int32(), MostProperties);
        for (var i = 0; i < count && !cursor.AtEnd; i++)
        {
            var type = (ushort)cursor.Int16();
            var id = (ushort)cursor.Int16();
            if (id >= 0x8000)
            {
                SkipName(cursor);
            }
            var single = (ushort)(type & ~MultipleValues);
            var variable = single is 0x001E or 0x001F or 0x0102 or 0x000D;
            var values = variable || single != type ? cursor.Int32() : 1;
            for (var value = 0; value < values && !cursor.AtEnd; value++)
            {
                if (!variable)
                {
                    cursor.Take(SizeOf(single));
                    continue;
                }
                var content = cursor.Padded(cursor.Int32());
                // An embedded object starts with the id of its interface.
                take(id, single == 0x001F, single == 0x000D && content.Length >= 16 ? content[16..] : content);
            }
        }
    }

    private static void SkipName(Cursor cursor)
    {
        cursor.Take(16);
        if (cursor.Int32() == 0)
        {
            cursor.Take(4);
        }
        else
        {
            cursor.Padded(cursor.Int32());
        }
    }

    private static int SizeOf(ushort type) => type switch
    {
        0x0005 or 0x0006 or 0x0007 or 0x0014 or 0x0040 => 8,
        0x0048 => 16,
        _ => 4,
    };

    /// <summary>Reads forward; what lies beyond the end is empty or zero.</summary>
    private sealed class Cursor(ReadOnlyMemory<byte> data)
    {
        private int _position;

        public bool AtEnd => _position >= data.Length;

        public int Int16() => Take(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span) : 0;

        public int Int32() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadInt32LittleEndian(bytes.Span) : 0;

        public ReadOnlyMemory<byte> Padded(int length)
        {
            var content = Take(length);
            Take((4 - (content.Length & 3)) & 3);
            return content;
        }

        public ReadOnlyMemory<byte> Take(int length)
        {
            var taken = data.Slice(_position, Math.Clamp(length, 0, data.Length - _position));
            _position += taken.Length;
            return taken;
        }
    }
}
