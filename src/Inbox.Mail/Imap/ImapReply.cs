namespace Inbox.Mail.Imap;

/// <summary>How a command ended (RFC 9051, 7.1).</summary>
/// <param name="Word">OK, NO or BAD.</param>
/// <param name="Code">The response code without brackets: <c>TRYCREATE</c>, <c>CAPABILITY IMAP4rev1 IDLE</c>.</param>
/// <param name="Text">The server's words for people.</param>
internal readonly record struct ImapReply(string Word, string Code, string Text)
{
    public bool IsOk => Word == "OK";

    /// <param name="line">What follows OK, NO, BAD, BYE or PREAUTH.</param>
    public static ImapReply Read(string word, string line)
    {
        line = line.Trim();
        var end = line.StartsWith('[') ? line.IndexOf(']', StringComparison.Ordinal) : -1;
        return end < 0 ? new ImapReply(word, "", line) : new ImapReply(word, line[1..end], line[(end + 1)..].Trim());
    }

    /// <summary>The word after a code's name: <c>UIDNEXT 17</c>; null when the code is another.</summary>
    public string? Argument(string name) =>
        Code.StartsWith(name + " ", StringComparison.OrdinalIgnoreCase) ? Code[(name.Length + 1)..].Trim() : null;

    /// <summary>RFC 5530: the server cannot just now. This says nothing about what it was asked for.</summary>
    public bool IsPassing => Has("UNAVAILABLE") || Has("INUSE") || Has("LIMIT") || Has("SERVERBUG");

    public bool Has(string name) => Code.Equals(name, StringComparison.OrdinalIgnoreCase) || Argument(name) is not null;
}
