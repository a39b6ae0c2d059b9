using Inbox.Core.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Inbox.Web.Hosting;

/// <summary>For load balancers and containers: /health/live while the process runs, /health/ready while it should be sent requests.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").AllowAnonymous().ExcludeFromDescription();
        health.MapGet("/live", () => TypedResults.Text("alive"));
        health.MapGet("/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(InboxDb db, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Not("stopping");
        }

        try
        {
            var pending = await db.Database.GetPendingMigrationsAsync(cancellationToken);
            return pending.Any() ? Not("the database is not migrated") : TypedResults.Text("ready");
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException })
        {
            return Not("the database does not answer");
        }
    }

    private static ContentHttpResult Not(string reason) => TypedResults.Text(reason, statusCode: StatusCodes.Status503ServiceUnavailable);
}
