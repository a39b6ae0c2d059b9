using System.Globalization;
using System.Text;

namespace Inbox.Mail.Imap;

/// <summary>Sets of numbers as IMAP writes them: <c>1:3,7</c> (RFC 9051, 9, sequence-set).</summary>
internal static class UidSet
{
    /// <summary>RFC 7162, 4: servers take command lines of at least 8,192 bytes.</summary>
    private const int MostCharacters = 7000;

    private const int MostNumbers = 5_000_000;

    /// <summary>As few sets as command lines hold.</summary>
    /// <param name="uids">In rising order.</param>
    public static IEnumerable<string> Write(IReadOnlyList<uint> uids)
    {
        var set = new StringBuilder();
        for (var i = 0; i < uids.Count;)
        {
            var last = i;
            while (last + 1 < uids.Count && uids[last + 1] == uids[last] + 1)
            {
                last++;
            }

            set.Append(set.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{uids[i]}");
            if (last > i)
            {
                set.Append(CultureInfo.InvariantCulture, $":{uids[last]}");
            }

            if (set.Length > MostCharacters)
            {
                yield return set.ToString();
                set.Clear();
            }

            i = last + 1;
        }

        if (set.Length > 0)
        {
            yield return set.ToString();
        }
    }

    /// <summary>The numbers of a set; what is none is passed over. False when there are more than a folder can hold.</summary>
    public static bool TryRead(string set, List<uint> into)
    {
        foreach (var range in set.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = range.Split(':');
            if (!TryNumber(ends[0], out var first) || !TryNumber(ends[^1], out var last))
            {
                continue;
            }

            // RFC 9051, 9: 4:2 is 2:4.
            (first, last) = (Math.Min(first, last), Math.Max(first, last));
            if (into.Count + (long)last - first > MostNumbers)
            {
                return false;
            }

            for (var uid = (ulong)first; uid <= last; uid++)
            {
                into.Add((uint)uid);
            }
        }

        return true;
    }

    public static bool TryNumber(string text, out uint number) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
