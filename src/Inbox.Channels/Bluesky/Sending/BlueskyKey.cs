using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Inbox.Channels.Bluesky.Sending;

/// <summary>
/// Keys of records (TID): 53 bits of microseconds since 1970 and 10 bits of a clock's id, in 13 letters that sort by time.
/// Below the millisecond our own word tells two answers of the same moment apart.
/// </summary>
internal static class BlueskyKey
{
    private const string Letters = "234567abcdefghijklmnopqrstuvwxyz";
    private const int Length = 13;

    public static string Of(DateTimeOffset now, string token)
    {
        var word = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        var microseconds = ((ulong)now.ToUnixTimeMilliseconds() * 1000) + (word % 1000);
        var bits = ((microseconds & ((1UL << 53) - 1)) << 10) | (word >> 22);
        return string.Create(Length, bits, static (letters, rest) =>
        {
            for (var i = Length - 1; i >= 0; i--, rest >>= 5)
            {
                letters[i] = Letters[(int)(rest & 31)];
            }
        });
    }
}
