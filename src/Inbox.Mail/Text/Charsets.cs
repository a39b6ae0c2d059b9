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
        JapaneseMail = Encoding.GetEncoding("iso-2022-jp");
    }

    private static Encoding Windows1252 { get; }

    private static Encoding JapaneseMail { get; }

    /// <summary>Bytes whose charset nobody told: UTF-8 where valid, else windows-1252.</summary>
    public static string DecodeUndeclared(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }
        if (!Utf8.IsValid(bytes))
        {
            return Windows1252.GetString(bytes);
        }
        // ISO-2022-JP announces itself by its shift to two-byte characters (RFC 1468).
        return bytes.IndexOf("\u001b$B"u8) >= 0 ? JapaneseMail.GetString(bytes) : Encoding.UTF8.GetString(bytes);
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
        // Western text that happens to be valid UTF-8 with eight-bit characters practically does not exist.
        if (encoding.Equals(Windows1252) && !Ascii.IsValid(bytes) && Utf8.IsValid(bytes))
        {
            warnings?.Add($"Text declared as {name} is UTF-8 and was read as such.");
            return DecodeUndeclared(bytes);
        }
        return WithoutMark(encoding.GetString(bytes));
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

    private static string DecodeUtf8(ReadOnlySpan<byte> bytes, Warnings? warnings)
    {
        if (Utf8.IsValid(bytes))
        {
            return WithoutMark(Encoding.UTF8.GetString(bytes));
        }
        if (HasMultibyte(bytes))
        {
            warnings?.Add("Some bytes are not valid UTF-8 and were replaced.");
            return WithoutMark(Encoding.UTF8.GetString(bytes));
        }
        warnings?.Add("Text declared as UTF-8 is not; it was read as windows-1252.");
        return Windows1252.GetString(bytes);
    }

    private static bool HasMultibyte(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out _, out var consumed);
            if (status == System.Buffers.OperationStatus.Done && consumed > 1)
            {
                return true;
            }
            bytes = bytes[Math.Max(consumed, 1)..];
        }
        return false;
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
