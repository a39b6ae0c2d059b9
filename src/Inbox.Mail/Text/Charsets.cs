using System.Collections.Concurrent;
using System.Text;
using System.Text.Unicode;
using Inbox.Mail.Parsing;

namespace Inbox.Mail.Text;

/// <summary>From bytes to text: the declared charset where it can be right, the detected one where it cannot.</summary>
internal static class Charsets
{
    private const int LongestCharsetName = 64;
    private static readonly ConcurrentDictionary<string, Encoding?> Known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What mailers write for charsets that have another registered name, or that they do not mean literally.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf8"] = "utf-8", ["utf-8mb4"] = "utf-8", ["unicode-1-1-utf-8"] = "utf-8", ["cp65001"] = "utf-8",
        ["iso-8859-1"] = "windows-1252", ["latin1"] = "windows-1252", ["latin-1"] = "windows-1252",
        ["iso8859-1"] = "windows-1252", ["iso_8859-1"] = "windows-1252", ["cp1252"] = "windows-1252",
        ["8859-1"] = "windows-1252", ["cp-850"] = "ibm850", ["cp850"] = "ibm850",
        ["gb2312"] = "gb18030", ["gbk"] = "gb18030", ["x-gbk"] = "gb18030", ["cp936"] = "gb18030", ["hz-gb-2312"] = "hz-gb-2312",
        ["ks_c_5601-1987"] = "ks_c_5601-1987", ["euc-kr"] = "ks_c_5601-1987", ["cp949"] = "ks_c_5601-1987",
        ["cp932"] = "shift_jis", ["x-sjis"] = "shift_jis", ["windows-31j"] = "shift_jis", ["ms932"] = "shift_jis",
        ["iso-2022-jp-2"] = "iso-2022-jp", ["iso-2022-jp-ms"] = "iso-2022-jp", ["cp50220"] = "iso-2022-jp",
        ["big5-hkscs"] = "big5", ["cp950"] = "big5", ["cp1250"] = "windows-1250", ["cp1251"] = "windows-1251",
        ["iso-8859-8-i"] = "iso-8859-8", ["tis-620"] = "windows-874", ["iso-8859-9"] = "windows-1254", ["iso-8859-11"] = "windows-874",
    };

    static Charsets()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Windows1252 = Encoding.GetEncoding("windows-1252");
    }

    private static Encoding Windows1252 { get; }

    /// <summary>Bytes whose charset nobody told: UTF-8 where valid, else what they read most like.</summary>
    public static string DecodeUndeclared(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }
        if (!Utf8.IsValid(bytes))
        {
            return (CharsetGuess.Of(bytes) ?? Windows1252).GetString(bytes);
        }
        return (Ascii.IsValid(bytes) ? CharsetGuess.Escaped(bytes) ?? Encoding.UTF8 : Encoding.UTF8).GetString(bytes);
    }

    public static string Decode(ReadOnlySpan<byte> bytes, string? declared, Warnings? warnings)
    {
        var name = Clean(declared);
        if (name.Length == 0 || name is "us-ascii" or "ascii" or "unknown-8bit" or "x-unknown" or "default" or "8bit" or "7bit")
        {
            if (name.Length > 0 && !Ascii.IsValid(bytes))
            {
                warnings?.Add($"Text declared as {name} holds eight-bit characters; the charset was detected.");
            }
            return DecodeUndeclared(bytes);
        }
        if (IsUtf7(name))
        {
            return Utf7.Decode(bytes);
        }
        if (Find(name) is not { } encoding)
        {
            warnings?.Add($"The charset \"{name}\" is unknown; it was detected instead.");
            return DecodeUndeclared(bytes);
        }
        if (encoding.CodePage == Encoding.UTF8.CodePage)
        {
            return DecodeUtf8(bytes, warnings);
        }
        return Ascii.IsValid(bytes) ? encoding.GetString(bytes) : DecodeDeclared(bytes, encoding, name, warnings);
    }

    public static Encoding? Find(string name) => Known.TryGetValue(name, out var found) ? found : Lookup(name);

    private static Encoding? Lookup(string name)
    {
        Encoding? encoding = null;
        try
        {
            encoding = Encoding.GetEncoding(Aliases.GetValueOrDefault(name, name));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // The framework has no way to ask; an unknown name is the expected answer here.
        }
        // The cache holds what exists, so that invented names cannot fill memory.
        return encoding is null ? null : Known[name] = encoding;
    }

    private static string DecodeDeclared(ReadOnlySpan<byte> bytes, Encoding encoding, string name, Warnings? warnings)
    {
        // Text in another charset that happens to be valid UTF-8 practically does not exist, once it is longer than a word.
        if (Utf8.IsValid(bytes) && (encoding.Equals(Windows1252) || HighBytes(bytes) >= 12) && !IsUtf16Or32(encoding))
        {
            warnings?.Add($"Text declared as {name} is UTF-8 and was read as such.");
            return DecodeUndeclared(bytes);
        }
        var text = encoding.GetString(bytes);
        // "Latin-1" is what many programs write for whatever they send; other charsets show by their holes that they are none.
        var doubtful = encoding.Equals(Windows1252) ? HighBytes(bytes) * 3 > bytes.Length : text.Contains('\uFFFD', StringComparison.Ordinal);
        if (doubtful && CharsetGuess.Of(bytes) is { } guessed && guessed.CodePage != encoding.CodePage)
        {
            warnings?.Add($"Text declared as {name} reads like {guessed.WebName} and was read as such.");
            return guessed.GetString(bytes);
        }
        return WithoutMark(text);
    }

    private static bool IsUtf16Or32(Encoding encoding) => encoding.CodePage is 1200 or 1201 or 12000 or 12001;

    private static int HighBytes(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var b in bytes)
        {
            count += b >> 7;
        }
        return count;
    }

    private static string DecodeUtf8(ReadOnlySpan<byte> bytes, Warnings? warnings)
    {
        if (Utf8.IsValid(bytes))
        {
            var escaped = bytes.Contains((byte)0x1B) ? CharsetGuess.Escaped(bytes) : null;
            return WithoutMark((escaped ?? Encoding.UTF8).GetString(bytes));
        }
        if (IsMostlyUtf8(bytes))
        {
            warnings?.Add("Some bytes are not valid UTF-8 and were replaced.");
            return WithoutMark(Encoding.UTF8.GetString(bytes));
        }
        var encoding = CharsetGuess.Of(bytes) ?? Windows1252;
        warnings?.Add($"Text declared as UTF-8 is not; it was read as {encoding.WebName}.");
        return encoding.GetString(bytes);
    }

    /// <summary>Damaged rather than something else, in which a valid sequence is an accident.</summary>
    private static bool IsMostlyUtf8(ReadOnlySpan<byte> bytes)
    {
        var (valid, invalid) = (0, 0);
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out _, out var consumed);
            valid += status == System.Buffers.OperationStatus.Done && consumed > 1 ? 1 : 0;
            invalid += status == System.Buffers.OperationStatus.Done ? 0 : 1;
            bytes = bytes[Math.Max(consumed, 1)..];
        }
        return valid >= 2 * invalid;
    }

    private static string Clean(string? declared)
    {
        var name = declared.AsSpan().Trim(" \t\r\n\"'<>");
        var end = name.IndexOfAny(";, \t\"");
        name = end < 0 ? name : name[..end];
        return name.Length > LongestCharsetName ? "unknown" : name.ToString().ToLowerInvariant();
    }

    private static bool IsUtf7(string name) => name is "utf-7" or "unicode-1-1-utf-7" or "x-unicode-2-0-utf-7" or "utf7";

    private static string WithoutMark(string text) => text.StartsWith('\uFEFF') ? text[1..] : text;
}
