using System.Globalization;
using System.Text;

namespace Inbox.Core.Routing.Learning;

/// <summary>
/// What of a text the classifier looks at, as numbers: each word, each pair of neighbours, and the beginning of longer
/// words, which stands for their inflections in most languages. Scripts without blanks between words count by signs.
/// </summary>
internal static class TextFeatures
{
    /// <summary>Numbers lie below this. Two features that share one are taken for the same; rare enough to do no harm.</summary>
    public const int Buckets = 1 << BucketBits;

    /// <summary>What a message is about stands at its beginning.</summary>
    public const int ReadsUpTo = 2_000;

    private const int BucketBits = 22;
    private const int SubjectUpTo = 300;
    private const int StemLength = 4;
    private const uint Start = 2_166_136_261;

    /// <summary>Each feature once, in the order in which they are met.</summary>
    public static int[] Of(string subject, string body)
    {
        var found = new HashSet<int>();
        Read(subject, SubjectUpTo, found);
        Read(body, ReadsUpTo, found);
        return [.. found];
    }

    private static void Read(string text, int upTo, HashSet<int> found)
    {
        var word = new Word();
        uint before = 0;
        var signBefore = 0;
        foreach (var written in Normal(Words.Cut(text, upTo)).EnumerateRunes())
        {
            var rune = Rune.ToLowerInvariant(written);
            if (IsUnspaced(rune.Value))
            {
                word.End(found, ref before);
                found.Add(Bucket(Mix(Start, rune.Value)));
                if (signBefore != 0)
                {
                    found.Add(Bucket(Mix(Mix(Start, signBefore), rune.Value)));
                }

                (signBefore, before) = (rune.Value, 0);
                continue;
            }

            signBefore = 0;
            if (IsPartOfWord(rune))
            {
                // Numbers of orders and telephones are never seen again; that there is one of such a length may say something.
                word.Add(Rune.IsDigit(rune) ? '0' : rune.Value);
            }
            else if (rune.Value is not ('\'' or '’'))
            {
                word.End(found, ref before);
            }
        }

        word.End(found, ref before);
    }

    /// <summary>Letters with accents in one piece, however they were typed. Normalising refuses lone surrogates and U+FFFE.</summary>
    private static string Normal(string text) => Words.Storable(text).Replace('\uFFFE', ' ').Normalize();

    private static bool IsPartOfWord(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Han, kana and hangul, and the scripts of south-east Asia that write without blanks.</summary>
    private static bool IsUnspaced(int rune) => rune is (>= 0x3400 and <= 0x9FFF) or (>= 0x3040 and <= 0x30FF) or (>= 0xAC00 and <= 0xD7AF)
        or (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private static uint Mix(uint hash, int value) => (hash ^ (uint)value) * 16_777_619;

    private static int Bucket(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x7FEB352D;
        hash ^= hash >> 15;
        hash *= 0x846CA68B;
        hash ^= hash >> 16;
        return (int)(hash >> (32 - BucketBits));
    }

    private struct Word()
    {
        private uint _hash = Start;
        private uint _stem;
        private int _length;

        public void Add(int rune)
        {
            _hash = Mix(_hash, rune);
            if (++_length == StemLength)
            {
                _stem = _hash;
            }
        }

        public void End(HashSet<int> found, ref uint before)
        {
            if (_length == 0)
            {
                return;
            }

            found.Add(Bucket(_hash));
            if (before != 0)
            {
                found.Add(Bucket(Mix(Mix(before, ' '), (int)_hash)));
            }

            if (_length > StemLength)
            {
                found.Add(Bucket(Mix(_stem, '*')));
            }

            before = _hash;
            (_hash, _length) = (Start, 0);
        }
    }
}
