using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Bluesky;

/// <summary>Everybody whose profile stands in a document, by DID: messages of the chat and commits name only that.</summary>
internal sealed class BlueskyPeople
{
    /// <summary>What stands in for a handle that the network could not verify (AT Protocol, Handle); many people have it at a time.</summary>
    private const string Unverified = "handle.invalid";

    private readonly Dictionary<string, SocialAuthor> _byDid = new(StringComparer.Ordinal);

    public static BlueskyPeople In(IReadOnlyList<JsonElement> roots)
    {
        var people = new BlueskyPeople();
        JsonWalk.Run(roots, 0, (json, _) =>
        {
            if (json.Filled("did") is { } did && json.Filled("handle") is not null && Read(json) is var person
                && (!people._byDid.TryGetValue(did, out var known) || known.Followers is null))
            {
                people._byDid[did] = person;
            }

            return Descent<int>.Everywhere(0);
        });
        return people;
    }

    public SocialAuthor Of(string? did) =>
        string.IsNullOrEmpty(did) ? SocialAuthor.Unknown : _byDid.GetValueOrDefault(did) ?? new SocialAuthor(did, did, Id: did, Url: Page(did));

    private static SocialAuthor Read(JsonElement profile)
    {
        var did = profile.Filled("did")!;
        var handle = profile.Filled("handle") is { } given && given != Unverified ? given : did;
        return new SocialAuthor(handle, profile.Filled("displayName") ?? handle, profile.Get("followersCount").Number(), did, Page(did));
    }

    /// <summary>By DID, which no change of the handle breaks.</summary>
    public static string Page(string did) => "https://bsky.app/profile/" + did;
}
