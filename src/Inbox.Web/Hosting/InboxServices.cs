using Inbox.Channels;
using Inbox.Core;
using Inbox.Web.Access;
using Inbox.Web.Api;
using Inbox.Web.Errors;
using Inbox.Web.Live;
using Inbox.Web.Pages.AgentsPage;
using Inbox.Web.Pages.Messages;
using Inbox.Web.Security;
using Microsoft.AspNetCore.Antiforgery;

namespace Inbox.Web.Hosting;

/// <summary>What the container holds: for every process, and what only the server adds.</summary>
internal static class InboxServices
{
    public static void AddInbox(this WebApplicationBuilder builder, InboxDatabase database)
    {
        builder.UseDefaultAddress();
        builder.WebHost.ConfigureKestrel(o => o.AddServerHeader = false);
        builder.AddInboxServices(database, logToStandardError: false);
        builder.Services.AddInboxAccess();
        builder.Services.AddInboxWorkers();
        builder.Services.AddRazorPages(Policies.Guard);
        builder.Services.Configure<RouteOptions>(o => o.LowercaseUrls = true);
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<FailureHandler>();
        builder.Services.AddInboxApi();
        builder.Services.Configure<AntiforgeryOptions>(o =>
        {
            o.Cookie.Name = "inbox-forgery";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        builder.Services.AddSingleton<LiveHub>();
        builder.Services.AddHostedService<LiveListener>();
        builder.Services.AddSingleton<CountsCache>();
        builder.Services.AddSingleton<ImageAddress>();
        builder.Services.AddSingleton<Pages.Settings.Channels.MastodonAttempts>();
        builder.Services.AddSingleton<Pages.Contact.FormTickets>();
        builder.Services.AddSingleton<Pages.Contact.FormLimits>();
    }

    public static void AddInboxServices(this WebApplicationBuilder builder, InboxDatabase database, bool logToStandardError)
    {
        builder.AddInboxLogging(logToStandardError);
        builder.Services.AddInboxCore(database.ConnectionString);
        builder.Services.AddInboxChannels(Path.Combine(database.DataFolder, "outbox"));
        builder.Services.AddInboxRequests(typeof(InboxServices).Assembly);
        builder.Services.AddDatabaseKeys(KeyWrapping.Load(builder.Configuration, database.DataFolder));
    }
}
