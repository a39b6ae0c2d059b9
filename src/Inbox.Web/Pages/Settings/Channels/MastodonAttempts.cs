using System.Security.Cryptography;
using System.Text.Json;
using Inbox.Channels.Mastodon;
using Microsoft.AspNetCore.DataProtection;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>
/// Keeps a connection that is on its way in the browser which began it, encrypted and for a quarter of an hour: an answer that
/// somebody else's page sends there finds nothing it belongs to.
/// </summary>
public sealed class MastodonAttempts(IDataProtectionProvider protection)
{
    private const string Cookie = "inbox-connect";
    private const string Where = "/settings/channels";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Inbox.MastodonAttempts").ToTimeLimitedDataProtector();

    public void Remember(HttpContext context, Pending pending) => context.Response.Cookies.Append(
        Cookie,
        _protector.Protect(JsonSerializer.Serialize(pending), Longest),
        new CookieOptions { HttpOnly = true, IsEssential = true, MaxAge = Longest, Path = Where, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps });

    /// <summary>Once: the next answer finds nothing. Null where there is none, or it is too old.</summary>
    public Pending? Take(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { } kept)
        {
            return null;
        }

        context.Response.Cookies.Delete(Cookie, new CookieOptions { Path = Where });
        try
        {
            return JsonSerializer.Deserialize<Pending>(_protector.Unprotect(kept));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    /// <param name="AgentId">Who began it.</param>
    public sealed record Pending(long ChannelId, long? AgentId, MastodonAttempt Attempt);
}
