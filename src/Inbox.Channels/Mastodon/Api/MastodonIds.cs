namespace Inbox.Channels.Mastodon.Api;

/// <summary>
/// The order of ids, which are texts: decimal numbers (Mastodon), ULIDs (GoToSocial), flakes (Pleroma) and times (snac) all
/// grow with their length first and then by their characters.
/// </summary>
internal static class MastodonIds
{
    public static readonly IComparer<string> InOrder = Comparer<string>.Create(Compare);

    public static bool IsAfter(string id, string? mark) => mark is null || Compare(id, mark) > 0;

    private static int Compare(string one, string other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : string.CompareOrdinal(one, other);
}
