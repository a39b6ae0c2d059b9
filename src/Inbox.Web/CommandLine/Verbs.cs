using FluentValidation;
using Inbox.Web.Hosting;

namespace Inbox.Web.CommandLine;

/// <summary>A command-line verb: its words, its usage in one line, and how it runs. Returns the exit code.</summary>
internal sealed record Verb(string Words, string Usage, Func<IServiceProvider, string[], CancellationToken, Task<int>> RunAsync)
{
    /// <summary>It gets no services, and no database is started for it.</summary>
    public bool Alone { get; init; }

    public int WordCount { get; } = Words.Split(' ').Length;

    public bool Begins(IReadOnlyList<string> args) => args.Take(WordCount).SequenceEqual(Words.Split(' '), StringComparer.Ordinal);
}

/// <summary>The command line beside the server: <c>dotnet run --project src/Inbox.Web -- token create …</c> Verbs start no workers.</summary>
internal static class Verbs
{
    private static readonly Verb[] All =
    [
        MigrateVerb.Verb,
        TokenCreateVerb.Verb,
        UserCreateVerb.Verb,
        SeedVerb.Verb,
        ImportMailVerb.Verb,
        ReadVerb.Verb,
    ];

    private static Verb Unknown { get; } = new("", "", (_, args, _) => UsageAsync($"There is no command '{args[0]}'.", All)) { Alone = true };

    /// <summary>The verb that the arguments begin with; null when the server is meant.</summary>
    public static Verb? Find(string[] args) =>
        args is [] or [['-', ..], ..] ? null : Array.Find(All, v => v.Begins(args)) ?? Unknown;

    public static async Task<int> RunAsync(Verb verb, string[] args)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        try
        {
            return verb.Alone
                ? await verb.RunAsync(NoServices.Instance, ReferenceEquals(verb, Unknown) ? args : args[verb.WordCount..], stop.Token)
                : await RunAsync(verb, args[verb.WordCount..], stop.Token);
        }
        catch (UsageException e)
        {
            return await UsageAsync(e.Message, [verb]);
        }
        catch (ValidationException e)
        {
            return await UsageAsync(string.Join(' ', e.Errors.Select(x => x.ErrorMessage).Distinct(StringComparer.Ordinal)), [verb]);
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

    private static async Task<int> RunAsync(Verb verb, string[] args, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder();
        await using var database = await InboxDatabase.OpenAsync(builder.Configuration, cancellationToken);
        builder.AddInboxServices(database, logToStandardError: true);
        await using var app = builder.Build();
        await app.MigrateAsync(cancellationToken);
        await using var scope = app.Services.CreateAsyncScope();
        return await verb.RunAsync(scope.ServiceProvider, args, cancellationToken);
    }

    private static async Task<int> UsageAsync(string problem, IEnumerable<Verb> verbs)
    {
        await Console.Error.WriteLineAsync(problem);
        await Console.Error.WriteLineAsync("Usage:");
        foreach (var verb in verbs)
        {
            await Console.Error.WriteLineAsync("  " + verb.Usage);
        }

        return 2;
    }

    private sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
