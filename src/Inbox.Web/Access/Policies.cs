using Inbox.Core.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Inbox.Web.Access;

/// <summary>Who may open which pages. What they see there is limited by the query; what they change, by the command.</summary>
internal static class Policies
{
    /// <summary>Everybody who works cases: Agent, Manager, Admin.</summary>
    public const string Agents = "Agents";

    /// <summary>Agents of the company itself; contractors do not log calls.</summary>
    public const string Calls = "Calls";

    /// <summary>Agents of the company itself: what arrived and could not be filed. The query narrows it to their departments' channels.</summary>
    public const string Deliveries = "Deliveries";

    /// <summary>Everybody but contractors: mentions and customers.</summary>
    public const string Inside = "Inside";

    /// <summary>Managers and admins: reports.</summary>
    public const string Managers = "Managers";

    /// <summary>Settings.</summary>
    public const string Admin = "Admin";

    private static readonly (string Pages, string Policy)[] Areas =
    [
        ("/Calls", Calls),
        ("/Deliveries", Deliveries),
        ("/Mentions", Inside),
        ("/Customers", Inside),
        ("/Dashboard", Managers),
        // The page itself narrows it to managers and to who leads a department.
        ("/Handoffs", Agents),
        ("/Reports", Managers),
        ("/Settings", Admin),
    ];

    public static bool MayOpen(Actor actor, string policy) => policy switch
    {
        Agents => actor.Role != Role.Marketing,
        Calls or Deliveries => actor.Role != Role.Marketing && !actor.External,
        Inside => !actor.External,
        Managers => actor.Role is Role.Manager or Role.Admin,
        Admin => actor.IsAdmin,
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "There is no such policy."),
    };

    /// <summary>Each role begins the day on its own page.</summary>
    public static string HomeOf(Actor actor) => actor.Role switch
    {
        Role.Marketing => "/mentions",
        Role.Manager => "/dashboard",
        _ => "/inbox",
    };

    public static void Add(AuthorizationOptions options)
    {
        foreach (var policy in (string[])[Agents, Calls, Deliveries, Inside, Managers, Admin])
        {
            options.AddPolicy(policy, p => p.RequireAuthenticatedUser().RequireAssertion(context =>
                context.Resource is HttpContext http && http.Features.Get<Actor>() is { } actor && MayOpen(actor, policy)));
        }

        // Nothing is open unless it says so.
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
    }

    public static void Guard(RazorPagesOptions options)
    {
        foreach (var (pages, policy) in Areas)
        {
            options.Conventions.AuthorizeFolder(pages, policy);
            options.Conventions.AuthorizePage(pages, policy);
        }
    }
}
