namespace Inbox.Mail.Imap;

/// <summary>An atom, a string, NIL or a list of them (RFC 9051, 4).</summary>
/// <param name="Text">Null for NIL and for lists.</param>
/// <param name="Items">Null unless it is a list.</param>
internal readonly record struct ImapValue(string? Text, IReadOnlyList<ImapValue>? Items)
{
    public bool IsNil => Text is null && Items is null;

    /// <summary>The texts of a list; of anything else none.</summary>
    public IEnumerable<string> Words => (Items ?? []).Select(i => i.Text).OfType<string>();
}
