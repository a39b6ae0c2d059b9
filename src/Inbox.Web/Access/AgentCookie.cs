using System.Globalization;
using System.Security.Claims;
using Inbox.Core.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Inbox.Web.Access;

/// <summary>The session of a browser. Every request asks <see cref="ActorLookup"/> again, so that a closed account or a new password ends it.</summary>
internal sealed class AgentCookie(ActorLookup actors, IOptions<IdentityOptions> identity) : CookieAuthenticationEvents
{
    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "inbox";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromDays(7);
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.EventsType = typeof(AgentCookie);
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var (id, stamp) = Read(context.Principal!);
        var known = id is { } agentId ? await actors.AgentAsync(agentId, context.HttpContext.RequestAborted) : null;
        if (known is null || known.Stamp != stamp)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
            return;
        }

        context.HttpContext.SetActor(known.Actor);
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (request.Headers.ContainsKey("HX-Request"))
        {
            // A redirect would be followed in silence and swapped into the page; htmx takes this one to the window.
            var page = Uri.TryCreate(request.Headers["HX-Current-URL"], UriKind.Absolute, out var current) ? current.PathAndQuery : "/";
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers["HX-Redirect"] = WithReturn("/sign-in", page);
        }
        else if (HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/live", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Redirect(request.Path == "/" ? "/sign-in" : WithReturn("/sign-in", request.Path + request.QueryString));
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }

        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static string WithReturn(string path, string returnUrl) => $"{path}?returnUrl={Uri.EscapeDataString(returnUrl)}";

    private (long? Id, string? Stamp) Read(ClaimsPrincipal principal) =>
        (long.TryParse(principal.FindFirstValue(identity.Value.ClaimsIdentity.UserIdClaimType), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null,
            principal.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType));
}
