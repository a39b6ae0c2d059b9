namespace Inbox.Mail.Replies;

internal static partial class HeaderBlock
{
    /// <summary>What the header block says, as written; a long value goes on in the next line.</summary>
    public sealed record Values(string? From, string? Date, string? Subject);

    public static Values ValuesAt(IReadOnlyList<MailLine> lines, int start, int count)
    {
        var found = new Dictionary<Fields, string>();
        var (seen, current) = (Fields.None, Fields.None);
        for (var i = start; i < start + count && i < lines.Count; i++)
        {
            var text = lines[i].Text;
            var fields = FieldsOf(text);
            if (fields.Length > 0)
            {
                current = FirstFree(fields, seen);
                seen |= current;
                found.TryAdd(current, text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
            }
            else if (text.Length > 0 && found.TryGetValue(current, out var begun))
            {
                found[current] = $"{begun} {text}".Trim();
            }
        }

        return new Values(found.GetValueOrDefault(Fields.From), found.GetValueOrDefault(Fields.Sent) ?? found.GetValueOrDefault(Fields.Date), found.GetValueOrDefault(Fields.Subject));
    }
}
