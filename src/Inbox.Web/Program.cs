using Inbox.Web.CommandLine;
using Inbox.Web.Hosting;

// Verbs (token create, import-mail, …) log to standard error and start no workers.
if (Verbs.Find(args) is { } verb)
{
    return await Verbs.RunAsync(verb, args);
}

var builder = WebApplication.CreateBuilder(args);
try
{
    await using var database = await InboxDatabase.OpenAsync(builder.Configuration, CancellationToken.None);
    builder.AddInbox(database);
    await using var app = builder.Build();
    app.UseInbox();
    await app.PrepareAsync(database);
    await app.RunAsync();
    return 0;
}
catch (StartupException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

/// <summary>The entry point, named for tests that start the whole application.</summary>
public partial class Program;
