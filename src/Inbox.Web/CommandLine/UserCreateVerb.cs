using System.Globalization;
using Inbox.Core.Access;
using Inbox.Core.Data;
using MediatR;

namespace Inbox.Web.CommandLine;

/// <summary>Prints the new user's id. Without a password an administrator makes a one-time link on the page of people.</summary>
internal static class UserCreateVerb
{
    public static Verb Verb { get; } = new(
        "user create",
        $"user create --email ADDRESS --name NAME --role {string.Join('|', Enum.GetNames<Role>())} [--department KEY,KEY] [--password PASSWORD]",
        RunAsync);

    private static async Task<int> RunAsync(IServiceProvider services, string[] args, CancellationToken cancellationToken)
    {
        var options = VerbOptions.Parse(args, "email", "name", "role", "department", "password");
        options.NoRest();
        var (email, name, role) = (options.Get("email"), options.Get("name"), options.GetEnum<Role>("role"));
        var departments = new List<long>();
        foreach (var key in (options.Find("department") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            departments.Add(await DepartmentOption.FindAsync(services.GetRequiredService<InboxDb>(), key, cancellationToken));
        }

        var command = new CreateAgent.Command(email, name, role, departments, options.Find("password"), Actor.System);
        var created = await services.GetRequiredService<IMediator>().Send(command, cancellationToken);
        if (!created.IsOk)
        {
            await Console.Error.WriteLineAsync(created.Error.Message);
            return 1;
        }

        Console.WriteLine(created.Value.ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
