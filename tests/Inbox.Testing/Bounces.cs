namespace Inbox.Testing;

/// <summary>Reports about mail that did not arrive (RFC 3464), of our own writing.</summary>
public static class Bounces
{
    public static string Hard(string recipient, string originalId) => string.Join(
        "\r\n",
        "Return-Path: <>",
        "From: Mail Delivery System <MAILER-DAEMON@mx.mail.example>",
        "To: support@acme.example",
        "Subject: Undelivered Mail Returned to Sender",
        $"Message-ID: <{Guid.NewGuid():N}@mx.mail.example>",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"",
        "",
        "--b1",
        "Content-Type: text/plain",
        "",
        "The mail could not be delivered.",
        "",
        "--b1",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.mail.example",
        "",
        $"Final-Recipient: rfc822; {recipient}",
        "Action: failed",
        "Status: 5.1.1",
        $"Diagnostic-Code: smtp; 550 5.1.1 <{recipient}>: User unknown",
        "",
        "--b1",
        "Content-Type: text/rfc822-headers",
        "",
        $"Message-ID: <{originalId}>",
        "Subject: Re: repair",
        "",
        "--b1--",
        "");
}
