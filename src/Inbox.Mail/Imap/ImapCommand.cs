using System.Text;

namespace Inbox.Mail.Imap;

/// <summary>A command without its tag: pieces of text, and literals before each of which the server is asked (RFC 9051, 4.3).</summary>
internal sealed class ImapCommand
{
    private readonly List<(byte[] Bytes, bool Literal)> _pieces = [];

    public ImapCommand(string text) => Raw(text);

    public IReadOnlyList<(byte[] Bytes, bool Literal)> Pieces => _pieces;

    /// <summary>Text that is known to be harmless.</summary>
    public ImapCommand Raw(string text)
    {
        _pieces.Add((Encoding.ASCII.GetBytes(text), false));
        return this;
    }

    /// <summary>A blank and a string: quoted where it can be, else a literal, so that nothing in it can end the command.</summary>
    public ImapCommand String(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return Raw($" \"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }

        Raw(" ");
        _pieces.Add((Encoding.UTF8.GetBytes(text), true));
        return this;
    }

    public ImapCommand Folder(string name) => String(FolderName.Encode(name));
}
