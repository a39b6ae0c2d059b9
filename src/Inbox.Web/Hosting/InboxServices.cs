using Inbox.Channels;
using Inbox.Core;
using Inbox.Web.Pages.AgentsPage;
using Inbox.Web.Pages.Messages;

namespace Inbox.Web.Hosting;

/// <summary>What the container holds: for every process, and what only the server adds.</summary>
internal static class InboxServices
{
    public static void AddInbox(this WebApplicationBuilder builder, InboxDatabase database)
    {
        builder.AddInboxServices(database, logToStandardError: false);
        builder.Services.AddInboxWorkers();
        builder.Services.AddRazorPages();
        builder.Services.AddSingleton<CountsCache>();
        builder.Services.AddSingleton<ImageAddress>();
    }

    public static void AddInboxServices(this WebApplicationBuilder builder, InboxDatabase database, bool logToStandardError)
    {
        builder.Services.AddInboxCore(database.ConnectionString);
        builder.Services.AddInboxChannels(Path.Combine(database.DataFolder, "outbox"));
        builder.Services.AddInboxRequests(typeof(InboxServices).Assembly);
    }
}
