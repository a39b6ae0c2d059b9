namespace Inbox.Core;

/// <summary>Small rules for text that came from outside.</summary>
public static class Words
{
    /// <summary>At most <paramref name="length"/> UTF-16 units, never half of a surrogate pair.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return text[..end];
    }

    /// <summary>White space folded to single blanks; reads only the beginning, since it serves previews.</summary>
    public static string OneLine(string text)
    {
        var start = text.Length > 1000 ? text[..1000] : text;
        return string.Join(' ', start.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>PostgreSQL stores no U+0000 and no lone surrogates; they become U+FFFD so that nothing else is lost.</summary>
    public static string Storable(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !IsPair(text, ref i)))
            {
                return Repair(text);
            }
        }

        return text;
    }

    private static bool IsPair(string text, ref int i)
    {
        if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
        {
            i++;
            return true;
        }

        return false;
    }

    private static string Repair(string text)
    {
        var repaired = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                repaired.Append(text[i]).Append(text[++i]);
            }
            else
            {
                repaired.Append(text[i] == '\0' || char.IsSurrogate(text[i]) ? '\uFFFD' : text[i]);
            }
        }

        return repaired.ToString();
    }
}
