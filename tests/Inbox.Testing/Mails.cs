namespace Inbox.Testing;

/// <summary>Mails as tests need them: what an assertion depends on is given, the rest is plain.</summary>
public static class Mails
{
    private static int _count;

    public static string Of(
        string from = "Nora Vale <nora@mail.example>",
        string to = "support@acme.example",
        string subject = "Third repair and still nothing",
        string text = "My son's laptop came back with the same fault.",
        string? id = null,
        string? inReplyTo = null,
        string? references = null,
        string extra = "")
    {
        id ??= $"m{Interlocked.Increment(ref _count)}.{Guid.NewGuid():N}@mail.example";
        var threading = (inReplyTo is null ? "" : $"In-Reply-To: <{inReplyTo}>\r\n") + (references is null ? "" : $"References: {references}\r\n");
        return $"From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{id}>\r\nDate: Mon, 2 Nov 2026 08:59:00 +0000\r\n{threading}{extra}"
            + $"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n";
    }
}
