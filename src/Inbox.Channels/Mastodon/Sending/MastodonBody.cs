using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Inbox.Channels.Mastodon.Sending;

/// <summary>A post as a server takes it, new or edited (docs.joinmastodon.org/methods/statuses). What is null is left out.</summary>
internal sealed record MastodonBody(string Status, string? SpoilerText, IReadOnlyList<string>? MediaIds)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public string? InReplyToId { get; init; }

    /// <summary>Of a new post only: an edit cannot change it.</summary>
    public string? Visibility { get; init; }

    public bool? Sensitive { get; init; }

    public string? Language { get; init; }

    public HttpContent ToContent() => new StringContent(JsonSerializer.Serialize(this, Json), Encoding.UTF8, "application/json");
}
