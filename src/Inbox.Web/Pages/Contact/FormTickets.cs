using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Inbox.Web.Pages.Contact;

/// <summary>
/// What each opened form carries: an id of its own and when it was opened, signed. Whoever sends without having opened the
/// form has none, a program that fills it in at once is told by the time, and one form sends one message.
/// </summary>
internal sealed class FormTickets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Inbox.ContactForm");

    /// <param name="Id">Random.</param>
    internal sealed record Ticket(string Id, DateTimeOffset OpenedAt);

    public string Issue(long channelId, DateTimeOffset now) => _protector.Protect(string.Create(
        CultureInfo.InvariantCulture, $"{channelId}.{now.ToUnixTimeMilliseconds()}.{RandomNumberGenerator.GetHexString(32, lowercase: true)}"));

    /// <summary>Null for what is no ticket of this form.</summary>
    public Ticket? Read(long channelId, string? signed)
    {
        if (string.IsNullOrEmpty(signed) || signed.Length > 1_000)
        {
            return null;
        }

        try
        {
            return _protector.Unprotect(signed).Split('.') is [var channel, var opened, var id]
                && channel == channelId.ToString(CultureInfo.InvariantCulture)
                    ? new Ticket(id, DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(opened, CultureInfo.InvariantCulture)))
                    : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
