using Inbox.Mail.Parsing;
using Inbox.Mail.Text;

namespace Inbox.Mail;

/// <summary>One header field as it stood in the mail. Values are decoded when first asked for.</summary>
public sealed class MailHeader
{
    /// <summary>Bytes of a value that are read; nothing that anybody means is longer.</summary>
    private const int Longest = 1_200_000;

    private readonly ReadOnlyMemory<byte> _raw;
    private string? _folded;
    private string? _value;

    internal MailHeader(string name, ReadOnlyMemory<byte> raw)
    {
        Name = name;
        _raw = raw;
    }

    /// <summary>The field name as written.</summary>
    public string Name { get; }

    /// <summary>The bytes after the colon, folds included.</summary>
    public ReadOnlyMemory<byte> RawBytes => _raw;

    /// <summary>
    /// The value with its folds, not decoded. Eight-bit bytes are UTF-8 (RFC 6532) where they are valid UTF-8,
    /// windows-1252 otherwise.
    /// </summary>
    public string Raw => _folded ??= Charsets.DecodeUndeclared(_raw.Span[..Math.Min(_raw.Length, Longest)]);

    /// <summary>The value unfolded, with RFC 2047 words decoded and outer white space removed.</summary>
    public string Value => _value ??= EncodedWords.DecodeUnstructured(Raw);

    public override string ToString() => $"{Name}: {Value}";
}
