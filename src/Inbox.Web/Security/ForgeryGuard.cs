using Inbox.Web.Errors;
using Microsoft.AspNetCore.Antiforgery;

namespace Inbox.Web.Security;

/// <summary>Every request that may change something carries our antiforgery token; not only those that a page remembered to check.</summary>
internal static class ForgeryGuard
{
    public static void UseForgeryGuard(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var method = context.Request.Method;
        var harmless = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

        // Browsers send no bearer token by themselves, so /api cannot be forged; nor can /hooks, where programs prove who they are.
        // A mail program that unsubscribes somebody (RFC 8058) has no page of ours; the signed word in the address is its right.
        var path = context.Request.Path;
        // A contact form looks itself: within a page of another site it has no cookie, and needs none, since nobody is signed in there.
        string[] programs = ["/api", "/hooks", Pages.Door.Stop.Path, Pages.Contact.FormModel.Path];
        var guarded = !harmless && !context.IsShowingError()
            && !Array.Exists(programs, p => path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase));
        if (guarded && !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await next(context);
    });
}
