using System.Security.Cryptography;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Demo;
using Inbox.Web.Access;
using Inbox.Web.Api;
using Inbox.Web.Errors;
using Inbox.Web.Hooks;
using Inbox.Web.Live;
using Inbox.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Inbox.Web.Hosting;

/// <summary>What a request passes through, and what happens before the first one.</summary>
internal static class InboxPipeline
{
    public static void UseInbox(this WebApplication app)
    {
        app.UseInboxProxies();
        app.UseHsts();
        app.UseSecurityHeaders();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = CachingOf(file.Context.Request) });
        app.UseMiddleware<RequestLog>();
        app.UseErrorPages();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseForgeryGuard();
        app.MapRazorPages();
        app.MapInboxApi();
        app.MapMailHooks();
        app.MapDoorHooks();
        app.MapHealth();
        app.MapLive();
        app.MapGet("/", (HttpContext context) => TypedResults.LocalRedirect(Policies.HomeOf(context.GetActor()))).ExcludeFromDescription();
        app.MapPost("/sign-out", async (HttpContext context) =>
        {
            await context.SignOutAsync(IdentityConstants.ApplicationScheme);
            return TypedResults.LocalRedirect("/sign-in");
        }).ExcludeFromDescription();
        app.PrintAddressesOnStart();
    }

    /// <summary>Migrates the database and loads what every request needs.</summary>
    public static async Task PrepareAsync(this WebApplication app, InboxDatabase database)
    {
        await app.MigrateAsync(CancellationToken.None);
        try
        {
            await app.Services.GetRequiredService<ThreadTokens>().LoadAsync(CancellationToken.None);
        }
        catch (CryptographicException e)
        {
            throw new StartupException($"The keys in this database were wrapped with another INBOX_KEY (or another {Path.Combine(database.DataFolder, "inbox.key")}). Start with that one.", e);
        }

        if (database.IsEmbedded || app.Configuration.GetValue("demo", defaultValue: false))
        {
            // Only an empty database is filled.
            await using var scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DemoCompany>().FillAsync(CancellationToken.None);
        }

        await app.OfferSetUpAsync(CancellationToken.None);
    }

    public static async Task MigrateAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<InboxDb>().Database.MigrateAsync(cancellationToken);
        }
        catch (PostgresException e)
        {
            throw new StartupException($"The database could not be brought up to date: {e.MessageText}. It must be empty or made by Inbox, and its user must own it.", e);
        }
    }

    // Libraries carry their version in the address. Our own modules import each other by plain names, so the browser asks whether they changed.
    private static string CachingOf(HttpRequest request) => request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
}
