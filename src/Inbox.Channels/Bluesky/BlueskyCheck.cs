using Inbox.Channels.Api;
using Inbox.Channels.Bluesky.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Bluesky;

/// <summary>Tries the settings of an account and says whom it found, or what is wrong. Changes nothing.</summary>
public sealed class BlueskyCheck
{
    private readonly ApiTransport _transport;
    private readonly TimeProvider _time;

    internal BlueskyCheck(ApiTransport transport, TimeProvider time) => (_transport, _time) = (transport, time);

    /// <param name="handle">As typed.</param>
    /// <param name="settings">JSON of the channel with secrets revealed.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public async Task<BlueskyFindings> RunAsync(string handle, string settings, CancellationToken cancellationToken)
    {
        if (BlueskySettings.Check(settings).Values.FirstOrDefault() is { } wrong)
        {
            return new BlueskyFindings { Problem = wrong };
        }

        try
        {
            var session = await BlueskySession.OpenAsync(_transport, BlueskySettings.Read(settings).LoginOf(handle), _time.GetUtcNow(), cancellationToken);
            var profile = await _transport.XrpcAsync(HttpMethod.Get, session.Pds, "app.bsky.actor.getProfile?actor=" + Uri.EscapeDataString(session.Did), null, session.Access, cancellationToken);
            return new BlueskyFindings { Handle = profile.Filled("handle") ?? session.Did, Server = new Uri(session.Pds).Host, Followers = profile.Count("followersCount") };
        }
        catch (ApiException e)
        {
            return new BlueskyFindings { Problem = e.Message };
        }
    }
}

/// <summary>What a look at an account found.</summary>
public sealed record BlueskyFindings
{
    /// <summary>What is wrong, in plain words; null when we are let in.</summary>
    public string? Problem { get; init; }

    public string Handle { get; init; } = "";

    /// <summary>The host that keeps the account.</summary>
    public string Server { get; init; } = "";

    public long Followers { get; init; }
}
