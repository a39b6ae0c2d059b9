using Inbox.Core;
using Inbox.Core.Data;
using Inbox.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.CommandLine;

/// <summary>A command-line verb: its words, what it does in one line, and how it runs. Returns the exit code.</summary>
internal sealed record Verb(string Words, string Usage, Func<IServiceProvider, string[], CancellationToken, Task<int>> RunAsync);

/// <summary>The command line beside the server: <c>dotnet run --project src/Inbox.Web -- token create …</c></summary>
internal static class Verbs
{
    private static readonly Verb[] All =
    [
        new("migrate", "migrate", MigrateAsync),
        new("seed", "seed --cases N", Seed.RunAsync),
    ];

    /// <summary>The verb that the arguments begin with; null when the server is meant.</summary>
    public static Verb? Find(string[] args) =>
        args is [] or [['-', ..], ..]
            ? null
            : Array.Find(All, v => args.Take(v.Words.Split(' ').Length).SequenceEqual(v.Words.Split(' '), StringComparer.Ordinal)) ?? Unknown;

    private static Verb Unknown { get; } = new("", "", (_, args, _) =>
    {
        Console.Error.WriteLine($"There is no command '{args[0]}'. Commands:");
        foreach (var verb in All)
        {
            Console.Error.WriteLine("  " + verb.Usage);
        }

        return Task.FromResult(2);
    });

    public static async Task<int> RunAsync(Verb verb, string[] args)
    {
        if (ReferenceEquals(verb, Unknown))
        {
            return await verb.RunAsync(EmptyServices.Instance, args, CancellationToken.None);
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        var builder = WebApplication.CreateBuilder();
        try
        {
            await using var database = await InboxDatabase.OpenAsync(builder.Configuration, stop.Token);
            builder.AddInboxServices(database, logToStandardError: true);
            await using var app = builder.Build();
            await app.MigrateAsync(stop.Token);
            await using var scope = app.Services.CreateAsyncScope();
            return await verb.RunAsync(scope.ServiceProvider, args[verb.Words.Split(' ').Length..], stop.Token);
        }
        catch (StartupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped. Run the same command again to go on.");
            return 130;
        }
    }

    private static async Task<int> MigrateAsync(IServiceProvider services, string[] args, CancellationToken cancellationToken)
    {
        // RunAsync has migrated already; say where the database stands.
        var applied = await services.GetRequiredService<InboxDb>().Database.GetAppliedMigrationsAsync(cancellationToken);
        await Console.Error.WriteLineAsync($"The database is up to date: {applied.Last()}");
        return 0;
    }

    private sealed class EmptyServices : IServiceProvider
    {
        public static EmptyServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
