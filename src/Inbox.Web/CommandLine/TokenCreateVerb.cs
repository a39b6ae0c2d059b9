using Inbox.Core.Access;
using Inbox.Core.Data;
using MediatR;

namespace Inbox.Web.CommandLine;

/// <summary>Prints the token alone on standard output, so that a script can take it.</summary>
internal static class TokenCreateVerb
{
    public static Verb Verb { get; } = new(
        "token create",
        $"token create --name NAME --role {string.Join('|', Enum.GetNames<Role>())} [--department KEY|all]",
        RunAsync);

    private static async Task<int> RunAsync(IServiceProvider services, string[] args, CancellationToken cancellationToken)
    {
        var options = VerbOptions.Parse(args, "name", "role", "department");
        options.NoRest();
        var (name, role) = (options.Get("name"), options.GetEnum<Role>("role"));
        var department = options.Find("department") is { } key && key != "all"
            ? await DepartmentOption.FindAsync(services.GetRequiredService<InboxDb>(), key, cancellationToken)
            : (long?)null;
        var created = await services.GetRequiredService<IMediator>().Send(new CreateToken.Command(name, role, department, Actor.System), cancellationToken);
        if (!created.IsOk)
        {
            await Console.Error.WriteLineAsync(created.Error.Message);
            return 1;
        }

        Console.WriteLine(created.Value.Token);
        return 0;
    }
}
