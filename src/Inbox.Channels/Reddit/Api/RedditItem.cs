using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Reddit.Api;

/// <summary>A comment, post or private message of a listing.</summary>
/// <param name="Kind">t1, t3 or t4.</param>
internal sealed record RedditItem(string Kind, JsonElement Data)
{
    /// <summary>Its full name, t1_….</summary>
    public string Name => Data.Filled("name") is { } name && name.StartsWith(Kind + "_", StringComparison.Ordinal) ? name : $"{Kind}_{Data.Filled("id")}";

    public DateTimeOffset At => Data.Time("created_utc") ?? DateTimeOffset.MinValue;

    public string? Author => Data.Filled("author");

    /// <summary>Null where it is no listing.</summary>
    public static IReadOnlyList<RedditItem>? ListOf(JsonElement listing) => listing.Text("kind") == "Listing" && listing.Get("data").Get("children").ValueKind == JsonValueKind.Array
        ? [.. listing.Get("data").Items("children").Select(Of).OfType<RedditItem>()]
        : null;

    public static RedditItem? Of(JsonElement thing) => RedditThing.KindOf(thing.Get("data"), thing.Text("kind")) is { } kind ? new RedditItem(kind, thing.Get("data")) : null;
}
