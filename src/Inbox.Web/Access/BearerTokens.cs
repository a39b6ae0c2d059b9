using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Inbox.Web.Access;

/// <summary><c>Authorization: Bearer …</c> (RFC 6750), the only key to /api.</summary>
internal sealed class BearerTokens(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ActorLookup actors, IProblemDetailsService problems)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Bearer";

    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (await actors.TokenAsync(header[Prefix.Length..].Trim(), Context.RequestAborted) is not { } actor)
        {
            return AuthenticateResult.Fail("The token is unknown or was revoked.");
        }

        Context.SetActor(actor);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, actor.Name)], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var sent = Request.Headers.ContainsKey("Authorization");
        Response.Headers.WWWAuthenticate = sent ? "Bearer error=\"invalid_token\"" : "Bearer";
        return RefuseAsync(StatusCodes.Status401Unauthorized, sent
            ? "The token is unknown or was revoked. Make a new one under Settings, Tokens."
            : "Send a token: Authorization: Bearer …");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        RefuseAsync(StatusCodes.Status403Forbidden, "The role of this token does not allow this.");

    private async Task RefuseAsync(int status, string detail)
    {
        Response.StatusCode = status;
        await problems.WriteAsync(new ProblemDetailsContext { HttpContext = Context, ProblemDetails = new ProblemDetails { Status = status, Detail = detail } });
    }
}
