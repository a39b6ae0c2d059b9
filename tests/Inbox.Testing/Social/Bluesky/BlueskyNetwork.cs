using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Testing.Machine;
using Inbox.Testing.Postgres;
using Npgsql;

namespace Inbox.Testing.Social.Bluesky;

/// <summary>
/// The real Bluesky network (directory, personal data server, app view) on this machine, as its makers run it for their
/// own tests. One for all tests of a process, and over with it: it lives as long as the pipe to it is open.
/// </summary>
public sealed class BlueskyNetwork
{
    private static readonly Lazy<Task<BlueskyNetwork>> Shared = new(StartAsync);
    private static readonly DatabaseTemplate EmptyDatabase = new("empty", "1", (_, _) => Task.CompletedTask);

    private readonly Process _process;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HttpClient _client;
    private int _people;

    private BlueskyNetwork(Process process, Uri service)
    {
        (_process, Service) = (process, service);
        _client = new HttpClient { BaseAddress = service };
    }

    /// <summary>The server that keeps all accounts.</summary>
    public Uri Service { get; }

    public static Task<BlueskyNetwork> SharedAsync() => Shared.Value;

    /// <summary>A new account; its handle begins with the name.</summary>
    public async Task<BlueskyPerson> JoinAsync(string name)
    {
        var handle = string.Create(CultureInfo.InvariantCulture, $"{name}{Interlocked.Increment(ref _people)}.test");
        var account = new JsonObject { ["handle"] = handle, ["email"] = handle + "@example.com", ["password"] = "pass-of-" + handle };
        using var answer = await _client.PostAsJsonAsync("xrpc/com.atproto.server.createAccount", account);
        var text = await answer.Content.ReadAsStringAsync();
        var person = answer.IsSuccessStatusCode
            ? new BlueskyPerson(_client, JsonNode.Parse(text)!)
            : throw new InvalidOperationException($"{handle} could not join: {text}");

        // What is posted before that is shown under another name for a while.
        await Eventually.IsAsync(person.IsKnownAsync);
        return person;
    }

    /// <summary>The windows of all limits pass at once.</summary>
    public Task ForgetLimitsAsync() => WishAsync(new JsonObject { ["do"] = "forgetLimits" });

    /// <summary>An access token of this account whose two hours are over.</summary>
    public async Task<string> ExpiredTokenAsync(BlueskyPerson person) => (await WishAsync(new JsonObject { ["do"] = "expiredToken", ["did"] = person.Did })).GetString()!;

    private async Task<JsonElement> WishAsync(JsonObject wish)
    {
        await _turn.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(wish.ToJsonString());
            await _process.StandardInput.FlushAsync();
            return await AnswerAsync(_process);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static async Task<BlueskyNetwork> StartAsync()
    {
        await MachinePackages.EnsureAsync(["redis-server"], () => File.Exists("/usr/bin/redis-server"), default);
        var packages = await BlueskyPackages.RestoreAsync(default);
        var postgres = await PostgresFixture.SharedAsync();
        // Dropped with all others of its name when the server of the tests starts again.
        var database = new NpgsqlConnectionStringBuilder((await postgres.CreateDatabaseAsync(EmptyDatabase)).ConnectionString);
        var process = Process.Start(new ProcessStartInfo("node", ["network.mjs"])
        {
            WorkingDirectory = BlueskyPackages.Sources,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["NETWORK_PACKAGES"] = packages,
                ["NETWORK_DATABASE"] = string.Create(CultureInfo.InvariantCulture, $"postgresql://{database.Username}:{Uri.EscapeDataString(database.Password!)}@{database.Host}:{database.Port}/{database.Database}"),
            },
        })!;
        return new BlueskyNetwork(process, new Uri((await AnswerAsync(process)).GetProperty("service").GetString()!));
    }

    /// <summary>The servers print lines of their own.</summary>
    private static async Task<JsonElement> AnswerAsync(Process process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("> ", StringComparison.Ordinal))
                return JsonSerializer.Deserialize<JsonElement>(line[2..]);
        }
        throw new InvalidOperationException("The Bluesky network ended; its own message stands above.");
    }
}
