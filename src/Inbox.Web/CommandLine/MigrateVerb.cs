using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.CommandLine;

internal static class MigrateVerb
{
    public static Verb Verb { get; } = new("migrate", "migrate", RunAsync);

    private static async Task<int> RunAsync(IServiceProvider services, string[] args, CancellationToken cancellationToken)
    {
        VerbOptions.Parse(args).NoRest();

        // Every verb migrates first; say where the database stands.
        var applied = await services.GetRequiredService<InboxDb>().Database.GetAppliedMigrationsAsync(cancellationToken);
        await Console.Error.WriteLineAsync($"The database is up to date: {applied.Last()}");
        return 0;
    }
}
