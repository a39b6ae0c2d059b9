using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Demo;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Hosting;

/// <summary>What a request passes through, and what happens before the first one.</summary>
internal static class InboxPipeline
{
    public static void UseInbox(this WebApplication app)
    {
        app.UseStaticFiles();
        app.MapRazorPages();
    }

    /// <summary>Migrates the database and loads what every request needs.</summary>
    public static async Task PrepareAsync(this WebApplication app, InboxDatabase database)
    {
        await app.MigrateAsync(CancellationToken.None);
        await app.Services.GetRequiredService<ThreadTokens>().LoadAsync(CancellationToken.None);
        if (database.IsEmbedded || app.Configuration.GetValue("demo", defaultValue: false))
        {
            // Only an empty database is filled.
            await using var scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DemoCompany>().FillAsync(CancellationToken.None);
        }
    }

    public static async Task MigrateAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<InboxDb>().Database.MigrateAsync(cancellationToken);
    }
}
