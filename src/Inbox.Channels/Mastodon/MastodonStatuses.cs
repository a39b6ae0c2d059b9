using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Mastodon;

/// <summary>The statuses of one document, and how they hang together: a conversation is named by the uri of its root.</summary>
internal sealed class MastodonStatuses
{
    private readonly PostList _posts = new();
    private readonly Dictionary<string, string> _roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Name, string? ReplyTo)> _known = new(StringComparer.Ordinal);

    public void Add(JsonElement status, MastodonReader.Place place)
    {
        var post = MastodonStatus.Read(status, place);
        _known.TryAdd(post.ExternalId, (status.Filled("uri", "url") ?? post.ExternalId, post.ReplyTo));
        _posts.Add(post);
    }

    public void AddDeleted(string id) => _posts.Add(new SocialPost { ExternalId = id, Kind = SocialKind.Deleted });

    public IReadOnlyList<SocialPost> Finish()
    {
        _posts.SetConversations(p => p.Kind == SocialKind.Deleted ? null : RootOf(p));
        return _posts.Posts;
    }

    /// <summary>
    /// As far up as the document leads: where the root is not in it, the id of the highest status that is answered. Whatever
    /// lies on the way up is known from then on, so that a long thread costs its length.
    /// </summary>
    private string RootOf(SocialPost post)
    {
        var way = new HashSet<string>(StringComparer.Ordinal);
        var id = post.ExternalId;
        string? root;
        while (!_roots.TryGetValue(id, out root))
        {
            // Answers in a circle end where they began.
            if (!_known.TryGetValue(id, out var status) || !way.Add(id))
            {
                root = id;
                break;
            }

            if (status.ReplyTo is null)
            {
                root = status.Name;
                break;
            }

            id = status.ReplyTo;
        }

        foreach (var below in way)
        {
            _roots[below] = root;
        }

        return root;
    }
}
