namespace Inbox.Web.CommandLine;

/// <summary>The arguments after a verb: <c>--name value</c> pairs and the rest. What a verb does not know is an error, not ignored.</summary>
internal sealed class VerbOptions
{
    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);
    private readonly List<string> _rest = [];

    private VerbOptions()
    {
    }

    /// <summary>Arguments without a name, in order.</summary>
    public IReadOnlyList<string> Rest => _rest;

    /// <param name="args">The words after the verb.</param>
    /// <param name="known">Names with a value, without the dashes.</param>
    /// <exception cref="UsageException">An unknown name, a name twice, or one without its value.</exception>
    public static VerbOptions Parse(IReadOnlyList<string> args, params string[] known)
    {
        var options = new VerbOptions();
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                options._rest.Add(args[i]);
                continue;
            }

            var (name, value) = args[i][2..].Split('=', 2) is [var left, var right] ? (left, right) : (args[i][2..], null);
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                throw new UsageException($"There is no option --{name}.");
            }

            value ??= i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal)
                ? args[++i]
                : throw new UsageException($"--{name} needs a value.");
            if (!options._named.TryAdd(name, value))
            {
                throw new UsageException($"--{name} is given twice.");
            }
        }

        return options;
    }

    public string? Find(string name) => _named.GetValueOrDefault(name);

    public string Get(string name) => Find(name) ?? throw new UsageException($"--{name} is missing.");

    public T GetEnum<T>(string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(Get(name), ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw new UsageException($"--{name} is one of {string.Join(", ", Enum.GetNames<T>())}.");

    /// <summary>For verbs that take none.</summary>
    public void NoRest()
    {
        if (_rest.Count > 0)
        {
            throw new UsageException($"'{_rest[0]}' is one word too many.");
        }
    }
}

/// <summary>The command line was wrong; the message says how, and the usage of the verb follows it. Exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
