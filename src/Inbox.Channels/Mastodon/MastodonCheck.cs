using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Mastodon.Polling;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;

namespace Inbox.Channels.Mastodon;

/// <summary>Tries the settings of an account and says what it found, or what is wrong and in which field. Changes nothing.</summary>
public sealed class MastodonCheck
{
    private readonly MastodonApis _apis;
    private readonly TimeProvider _time;

    internal MastodonCheck(MastodonApis apis, TimeProvider time) => (_apis, _time) = (apis, time);

    /// <param name="account">The channel's address, such as @acme@example.social.</param>
    /// <param name="settings">JSON of the channel with secrets revealed.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public async Task<MastodonFindings> RunAsync(string account, string settings, CancellationToken cancellationToken)
    {
        if (!MastodonSettings.IsAccount(account))
        {
            return new MastodonFindings { Field = "address", Problem = "Give the whole account, for example @acme@example.social." };
        }

        if (MastodonSettings.Check(settings) is { Count: > 0 } wrong)
        {
            var (field, problem) = wrong.First();
            return new MastodonFindings { Field = field, Problem = problem };
        }

        var read = MastodonSettings.Read(settings);
        var server = read.ServerOf(account)!;
        using var api = _apis.Open(server, read.TokenSecret.Length > 0 ? read.TokenSecret : null);
        try
        {
            return read.TokenSecret.Length == 0 ? await MeetAsync(api, cancellationToken) : await LookAsync(api, account, read, cancellationToken);
        }
        catch (MastodonException e)
        {
            return new MastodonFindings { Field = e.Trouble == MastodonTrouble.NoAccess ? "tokenSecret" : "server", Problem = e.Message };
        }
    }

    private static async Task<MastodonFindings> MeetAsync(MastodonApi api, CancellationToken cancellationToken) =>
        await api.FindAsync("/api/v2/instance", cancellationToken) is null && await api.FindAsync("/api/v1/instance", cancellationToken) is null
            ? new MastodonFindings { Field = "server", Problem = $"{api.Server.Host} does not speak the Mastodon API. Where the account's host is not its server, give the server's address." }
            : new MastodonFindings { Field = "tokenSecret", Problem = $"{api.Server.Host} answers, and this account is not connected yet. Save, then press “Connect”." };

    private async Task<MastodonFindings> LookAsync(MastodonApi api, string account, MastodonSettings settings, CancellationToken cancellationToken)
    {
        var normal = HandleKinds.Normalise(HandleKinds.Mastodon, account);
        var about = await MastodonAbout.ReadAsync(api, normal.Split('@')[^1], _time.GetUtcNow(), cancellationToken);
        if (HandleKinds.Normalise(HandleKinds.Mastodon, about.Account) != normal)
        {
            return new MastodonFindings { Field = "tokenSecret", Problem = $"The access token belongs to @{about.Account}, and this channel is @{normal}. Connect the right account, or correct the account above." };
        }

        await api.GetAsync("/api/v1/notifications?types[]=mention&limit=1", cancellationToken);
        foreach (var watched in settings.Accounts)
        {
            if (await MastodonWatches.FindAsync(api, HandleKinds.Normalise(HandleKinds.Mastodon, watched), cancellationToken) is null)
            {
                return new MastodonFindings { Field = "accounts", Problem = $"{api.Server.Host} finds no account “{watched}”." };
            }
        }

        return new MastodonFindings { Account = about.Account, Server = api.Server.Host, Version = about.Version, Limit = about.Limit, AccessUntil = about.EndsAt };
    }
}

/// <summary>What a check found; with a <see cref="Problem"/> nothing else.</summary>
public sealed record MastodonFindings
{
    /// <summary>In plain words; null when everything works.</summary>
    public string? Problem { get; init; }

    /// <summary>The field of the settings to look at, such as <c>tokenSecret</c>; <c>address</c> is the account itself.</summary>
    public string? Field { get; init; }

    public string Account { get; init; } = "";

    public string Server { get; init; } = "";

    /// <summary>How the server calls itself.</summary>
    public string Version { get; init; } = "";

    /// <summary>How long an answer may be; null: the server does not say.</summary>
    public TextLimit? Limit { get; init; }

    /// <summary>When the access ends (UTC); null: it does not, or the server does not say.</summary>
    public DateTimeOffset? AccessUntil { get; init; }
}
