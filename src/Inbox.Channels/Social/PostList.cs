namespace Inbox.Channels.Social;

/// <summary>What a reader finds, each message once: networks send the same one beside every notice that is about it.</summary>
internal sealed class PostList
{
    private readonly List<SocialPost> _posts = [];
    private readonly Dictionary<(string Id, SocialKind Kind, DateTimeOffset? EditedAt), int> _places = [];

    public IReadOnlyList<SocialPost> Posts => _posts;

    /// <summary>One that was read of itself takes the place of the same one that only came along.</summary>
    public void Add(SocialPost post)
    {
        var key = (post.ExternalId, post.Kind, post.EditedAt);
        if (post.ExternalId.Length == 0 || _places.TryAdd(key, _posts.Count))
        {
            _posts.Add(post);
        }
        else if (_posts[_places[key]].Context && !post.Context)
        {
            _posts[_places[key]] = post;
        }
    }

    /// <summary>Names of conversations that only show once everything was read.</summary>
    public void SetConversations(Func<SocialPost, string?> conversationOf)
    {
        for (var i = 0; i < _posts.Count; i++)
        {
            _posts[i] = _posts[i] with { ConversationId = conversationOf(_posts[i]) };
        }
    }
}
