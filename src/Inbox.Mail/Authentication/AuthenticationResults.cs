namespace Inbox.Mail.Authentication;

/// <summary>One method's verdict, such as <c>dmarc=fail</c>. Names are lower case.</summary>
/// <param name="Method">spf, dkim, dmarc, …</param>
/// <param name="Result">pass, fail, none, temperror, …</param>
public sealed record AuthenticationResult(string Method, string Result);

/// <summary>What a mail server found out about the sender (RFC 8601).</summary>
/// <param name="AuthservId">Who says so, in lower case; empty where the server left its name out, as Microsoft's do.</param>
public sealed record AuthenticationResults(string AuthservId, IReadOnlyList<AuthenticationResult> Results)
{
    private const string Field = "Authentication-Results";

    /// <summary>Reads one field value; anything that is no result is left out.</summary>
    public static AuthenticationResults Parse(string value)
    {
        var parts = Split(WithoutComments(value));
        var results = new List<AuthenticationResult>();
        var server = "";
        for (var i = 0; i < parts.Count; i++)
        {
            // RFC 8601, 2.2: the server's name comes first, then "method=result" of each part, its properties behind it.
            var words = parts[i].Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var equals = words.Length == 0 ? -1 : words[0].IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                var method = words[0][..equals].Split('/')[0];
                results.Add(new AuthenticationResult(method.ToLowerInvariant(), words[0][(equals + 1)..].Trim('"').ToLowerInvariant()));
            }
            else if (i == 0 && words.Length > 0)
            {
                server = words[0].Trim('"').ToLowerInvariant();
            }
        }

        return new AuthenticationResults(server, results);
    }

    /// <summary>
    /// The fields to believe. Anybody can write such a field into a mail; the receiving server puts its own on top and takes
    /// away what claims to be its own (RFC 8601, 5), so without names only the topmost one's server is believed.
    /// </summary>
    /// <param name="headers">Of the mail, newest field first.</param>
    /// <param name="trusted">Names of our own servers; empty believes the server of the topmost field.</param>
    public static IReadOnlyList<AuthenticationResults> Trusted(MailHeaders headers, IReadOnlyCollection<string> trusted)
    {
        var all = headers.All(Field).Select(h => Parse(h.Value)).ToList();
        return trusted.Count > 0
            ? all.FindAll(r => trusted.Contains(r.AuthservId, StringComparer.OrdinalIgnoreCase))
            : all.FindAll(r => r.AuthservId == all[0].AuthservId);
    }

    /// <summary>Comments nest and may hold anything (RFC 5322, 3.2.2); "a = b" is the same as "a=b".</summary>
    private static string WithoutComments(string value)
    {
        var kept = new System.Text.StringBuilder(value.Length);
        var (depth, quoted) = (0, false);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '\\' && i + 1 < value.Length && (quoted || depth > 0))
            {
                i++;
                continue;
            }

            quoted ^= c == '"' && depth == 0;
            if (!quoted && c == '(')
            {
                depth++;
            }
            else if (!quoted && c == ')')
            {
                depth = Math.Max(0, depth - 1);
                kept.Append(' ');
            }
            else if (depth == 0)
            {
                kept.Append(char.IsWhiteSpace(c) ? ' ' : c);
            }
        }

        return TightEquals(kept.ToString());
    }

    private static string TightEquals(string value)
    {
        var pieces = value.Split('=');
        for (var i = 0; i < pieces.Length; i++)
        {
            pieces[i] = i == 0 ? pieces[i].TrimEnd(' ') : i == pieces.Length - 1 ? pieces[i].TrimStart(' ') : pieces[i].Trim(' ');
        }

        return string.Join('=', pieces);
    }

    private static List<string> Split(string value)
    {
        var parts = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i < value.Length; i++)
        {
            quoted ^= value[i] == '"';
            if (value[i] == ';' && !quoted)
            {
                parts.Add(value[start..i]);
                start = i + 1;
            }
        }

        parts.Add(value[start..]);
        return parts;
    }
}
