using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Inbox.Core.Routing.Learning;

// As a row of the database keeps it. Little-endian; lengths are checked before anything is read by them.
internal sealed partial class TextClassifier
{
    /// <summary>Goes up whenever features or weights come to mean something else: older ones are learnt anew.</summary>
    private const int FormatVersion = 1;

    private const int HeaderLength = 24;

    private static ReadOnlySpan<byte> Mark => "ITC\n"u8;

    public byte[] Write()
    {
        var (departments, features) = (_departments.Length, _features.Length);
        var data = new byte[LengthOf(departments, features)];
        Mark.CopyTo(data);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(4), FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(8), departments);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(12), features);
        BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(16), Temperature);
        BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(20), LeastKnown);
        var rest = data.AsSpan(HeaderLength);
        Put<long>(_departments, ref rest);
        Put<float>([_unknownRarity, .. _bias, .. _scales, .. _rarity], ref rest);
        Put<int>(_features, ref rest);
        Put<sbyte>(_weights, ref rest);
        return data;
    }

    /// <summary>Null when these are not the bytes of a classifier that this version understands.</summary>
    public static TextClassifier? Read(ReadOnlySpan<byte> data)
    {
        if (data.Length < HeaderLength || !data.StartsWith(Mark) || BinaryPrimitives.ReadInt32LittleEndian(data[4..]) != FormatVersion)
        {
            return null;
        }

        var departments = BinaryPrimitives.ReadInt32LittleEndian(data[8..]);
        var features = BinaryPrimitives.ReadInt32LittleEndian(data[12..]);
        if (departments is < 2 or > 100_000 || features is < 1 or > TextFeatures.Buckets || LengthOf(departments, features) != data.Length)
        {
            return null;
        }

        var rest = data[HeaderLength..];
        var ids = Take<long>(ref rest, departments);
        var numbers = Take<float>(ref rest, 1 + (2 * departments) + features);
        return new TextClassifier(
            ids,
            Take<int>(ref rest, features),
            numbers[(1 + (2 * departments))..],
            numbers[0],
            numbers[1..(1 + departments)],
            numbers[(1 + departments)..(1 + (2 * departments))],
            Take<sbyte>(ref rest, departments * features))
        {
            Temperature = BinaryPrimitives.ReadSingleLittleEndian(data[16..]),
            LeastKnown = BinaryPrimitives.ReadSingleLittleEndian(data[20..]),
        };
    }

    private static long LengthOf(int departments, int features) =>
        HeaderLength + (8L * departments) + (4L * (1 + (2L * departments) + features)) + (4L * features) + ((long)departments * features);

    private static void Put<T>(T[] values, ref Span<byte> rest)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes<T>(values);
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    private static T[] Take<T>(ref ReadOnlySpan<byte> rest, int count)
        where T : unmanaged
    {
        var values = new T[count];
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        rest[..bytes.Length].CopyTo(bytes);
        rest = rest[bytes.Length..];
        return values;
    }
}
