using System.Text.Json;
using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Channels.Mastodon.Polling;

/// <summary>What one poll has read so far. Whatever breaks later, this much is kept.</summary>
internal sealed class MastodonProgress(MastodonCursor cursor, ChannelInfo channel, MastodonApi api, DateTimeOffset now)
{
    private const int MostYoung = 400;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly string _account = HandleKinds.Normalise(HandleKinds.Mastodon, channel.Address);

    public MastodonCursor Cursor { get; set; } = cursor;

    public List<RawItem> Items { get; } = [];

    public MastodonThreads Threads { get; } = new(api);

    public DateTimeOffset Now => now;

    /// <summary>What the names of the server's own accounts end in.</summary>
    public string Domain => _account.Split('@')[^1];

    public bool IsOurs(string account) => HandleKinds.Normalise(HandleKinds.Mastodon, MastodonIncoming.Whole(account, Domain)) == _account;

    /// <param name="status">That somebody wrote; ours are left out, and so is what this poll has already.</param>
    /// <param name="word">For which it was found; of no account where it names us.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task TakeAsync(JsonElement status, string? word, CancellationToken cancellationToken)
    {
        var id = MastodonPages.IdOf(status);
        if (!MastodonStatus.Is(status) || status.Get("reblog").IsObject() || IsOurs(status.Get("account").Filled("acct", "username") ?? "") || !_taken.Add(id))
        {
            return;
        }

        var reason = status.Items("mentions").Any(m => IsOurs(m.Filled("acct", "username") ?? "")) ? null : word;
        var held = status.Filled("in_reply_to_id") is { } parent && (_taken.Contains(parent) || Cursor.Young.Any(y => y.Id == parent));
        var delivery = Delivery(reason) with { Status = status };
        Items.Add((held ? delivery : await Threads.AddAsync(delivery, cancellationToken)).ToItem());
        var young = new YoungPost(id, MastodonYoung.ShortOf(status), status.Time("created_at") is { } at && at < now ? at : now, now, reason);
        if (young.Later(now, young.Version) is { } watched)
        {
            Cursor = Cursor with { Young = [.. Cursor.Young.Where(y => y.Id != id).Append(watched).TakeLast(MostYoung)] };
        }
    }

    public MastodonDelivery Delivery(string? word) => new(api.Server.Authority, Domain) { Word = word };
}
