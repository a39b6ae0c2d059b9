using System.Collections;

namespace Inbox.Mail;

/// <summary>The header fields of a mail or a part, in their order. Names are looked up without regard to case.</summary>
public sealed class MailHeaders : IReadOnlyList<MailHeader>
{
    private readonly List<MailHeader> _fields;

    internal MailHeaders(List<MailHeader> fields) => _fields = fields;

    public int Count => _fields.Count;

    public MailHeader this[int index] => _fields[index];

    /// <summary>The decoded value of the first field of that name, or null.</summary>
    public string? this[string name] => Find(name)?.Value;

    /// <summary>The first field of that name that has a value, else the first one, or null.</summary>
    public MailHeader? Find(string name)
    {
        MailHeader? empty = null;
        foreach (var field in _fields)
        {
            if (!field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            if (!field.RawBytes.Span.Trim(" \t\r\n"u8).IsEmpty)
            {
                return field;
            }
            empty ??= field;
        }
        // The bytes may be mapped from a file, which must not go while they are read.
        GC.KeepAlive(this);
        return empty;
    }

    public bool Contains(string name) => Find(name) is not null;

    public IEnumerable<MailHeader> All(string name) =>
        _fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public IEnumerator<MailHeader> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
