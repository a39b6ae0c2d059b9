using System.Globalization;

namespace Inbox.Mail.Smtp;

/// <summary>What the server can do, from its answer to EHLO (RFC 5321, 4.1.1.1).</summary>
public sealed class SmtpCapabilities
{
    private readonly Dictionary<string, string> _words = new(StringComparer.OrdinalIgnoreCase);

    internal SmtpCapabilities(SmtpReply ehlo)
    {
        // The first line greets; every other one is a keyword with parameters.
        foreach (var line in ehlo.Lines.Skip(1))
        {
            var blank = line.IndexOfAny([' ', '=']);
            var word = blank < 0 ? line : line[..blank];
            var parameters = blank < 0 ? "" : line[(blank + 1)..].Trim();
            // "AUTH=LOGIN" beside "AUTH PLAIN" is an old habit for old clients.
            _words[word] = _words.TryGetValue(word, out var before) ? $"{before} {parameters}" : parameters;
        }
        Mechanisms = _words.TryGetValue("AUTH", out var auth)
            ? [.. auth.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase)]
            : [];
    }

    /// <summary>Ways to log in (RFC 4954), as named by the server.</summary>
    public IReadOnlyList<string> Mechanisms { get; }

    public bool StartTls => _words.ContainsKey("STARTTLS");

    public bool EightBitMime => _words.ContainsKey("8BITMIME");

    public bool SmtpUtf8 => _words.ContainsKey("SMTPUTF8");

    /// <summary>SIZE is offered and may stand beside MAIL FROM (RFC 1870).</summary>
    public bool Size => _words.ContainsKey("SIZE");

    /// <summary>The largest mail in bytes; null when the server sets or tells no limit.</summary>
    public long? MostBytes =>
        _words.TryGetValue("SIZE", out var size) && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 ? most : null;

    public bool Offers(string mechanism) => Mechanisms.Contains(mechanism, StringComparer.OrdinalIgnoreCase);
}
