using System.Text;

namespace Inbox.Mail.Tests;

/// <summary>Mails as a test writes them: lines joined by CRLF, one byte a character (ISO 8859-1).</summary>
internal static class Mails
{
    public static MailMessage Read(params string[] lines) => MailReader.Read(Bytes(lines));

    public static byte[] Bytes(params string[] lines) => Encoding.Latin1.GetBytes(string.Join("\r\n", lines));

    public static MailMessage ReadHeader(string field) => Read(field, "", "body");
}
