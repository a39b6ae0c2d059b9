using System.Threading.RateLimiting;
using Inbox.Core.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Inbox.Web.Access;

/// <summary>Cookies for pages, bearer tokens for /api, and never the one for the other.</summary>
internal static class AccessServices
{
    /// <summary>Attempts to sign in, set up or set a password: so many a minute from one address.</summary>
    public const string DoorLimit = "door";

    private const string ByPath = "ByPath";

    public static void AddInboxAccess(this IServiceCollection services)
    {
        services.AddMemoryCache();
        services.AddSingleton<ActorLookup>();
        services.AddScoped<AgentCookie>();
        services.AddScoped<SignInManager<Agent>>();
        services.AddHttpContextAccessor();
        services.AddScoped<IUserClaimsPrincipalFactory<Agent>, UserClaimsPrincipalFactory<Agent>>();
        services.AddScoped<IUserConfirmation<Agent>, OpenAccounts>();
        services.AddAuthentication(ByPath)
            .AddPolicyScheme(ByPath, displayName: null, o => o.ForwardDefaultSelector = context =>
                context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) ? BearerTokens.Name : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, BearerTokens>(BearerTokens.Name, configureOptions: null)
            .AddCookie(IdentityConstants.ApplicationScheme, AgentCookie.Configure);
        services.AddAuthorization(Policies.Add);
        services.Configure<IdentityOptions>(o => o.SignIn.RequireConfirmedAccount = true);
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy(DoorLimit, LimitOf);
        });
    }

    private static RateLimitPartition<string> LimitOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return !HttpMethods.IsPost(context.Request.Method) || address is null || System.Net.IPAddress.IsLoopback(address)
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetFixedWindowLimiter(address.ToString(), _ => new() { PermitLimit = 20, Window = TimeSpan.FromMinutes(1) });
    }

    /// <summary>A closed account cannot sign in, whatever its password.</summary>
    private sealed class OpenAccounts : IUserConfirmation<Agent>
    {
        public Task<bool> IsConfirmedAsync(UserManager<Agent> manager, Agent user) => Task.FromResult(user.DisabledAt is null);
    }
}
