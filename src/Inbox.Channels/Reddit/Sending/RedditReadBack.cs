using System.Net;
using Inbox.Channels.Reddit.Api;
using Inbox.Channels.Social;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Channels.Reddit.Sending;

/// <summary>Looks whether an answer stands among the newest comments of the account, or a message among those it sent.</summary>
internal sealed class RedditReadBack(RedditApi api)
{
    /// <summary>How far the clock of Reddit may be behind ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public async Task<ReadBack> LookAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var (items, _) = message.Visibility == Visibility.Public
            ? await api.ListAsync($"/user/{Uri.EscapeDataString(api.Account)}/comments", [("limit", "100"), ("sort", "new")], cancellationToken)
            : await api.ListAsync("/message/sent", [("limit", "100")], cancellationToken);
        var found = items.FirstOrDefault(i => i.At >= message.At - Skew && IsTo(i, message) && SameWords(i.Data.Text("body") ?? "", message.Text));
        return found is null ? new ReadBack(ReadBackOutcome.NotThere) : new ReadBack(ReadBackOutcome.Found, found.Name, RedditThing.Read(found.Data, found.Kind).Url);
    }

    /// <summary>The same parent; a message of its own has none, and goes to the same person.</summary>
    private static bool IsTo(RedditItem item, OutgoingMessage message) => item.Kind == "t1" || message.InReplyTo?.StartsWith("t4_", StringComparison.Ordinal) == true
        ? item.Data.Filled("parent_id") == message.InReplyTo
        : item.Data.Filled("dest") is { } dest && message.To.Any(t => HandleKinds.Normalise(HandleKinds.Reddit, t.Address) == HandleKinds.Normalise(HandleKinds.Reddit, dest));

    /// <summary>Reddit keeps the text as it was written, but for blanks, and escapes it as HTML.</summary>
    private static bool SameWords(string theirs, string ours) => Plain(WebUtility.HtmlDecode(theirs)) == Plain(ours);

    private static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
