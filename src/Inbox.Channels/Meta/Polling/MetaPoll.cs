using Inbox.Channels.Meta.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta.Polling;

/// <summary>
/// Looks for what webhooks did not bring: while Inbox or Meta was down, and what was edited or deleted meanwhile. All of a
/// look counts or none of it, so a look that breaks leaves no gap.
/// </summary>
/// <param name="read">What was said since a time, in public and in private.</param>
internal sealed class MetaPoll(GraphApis apis, TokenRenewal renewal, MetaNetwork network, MetaPoll.ReadAsync read, TimeProvider time)
{
    /// <summary>Webhooks bring the news at once.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>How long what was read is read again, for edits and deletions.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromDays(1);

    private static readonly TimeSpan AskEvery = TimeSpan.FromHours(6);
    private const int MostSeen = 1_000;
    private const int MostGone = 10;

    public delegate Task<IReadOnlyList<MetaFound>> ReadAsync(GraphApi api, MetaSettings settings, string account, DateTimeOffset since, CancellationToken cancellationToken);

    public async Task<PollResult> RunAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken)
    {
        try
        {
            var settings = apis.SettingsOf(channel);
            var now = time.GetUtcNow();
            var stands = MetaCursor.Read(cursor, channel.Address.Trim(), now);
            var ask = now - stands.AskedAt >= AskEvery;
            if (ask && settings.InstagramLogin)
            {
                settings = await renewal.RunAsync(settings, channel.Id, cancellationToken);
            }

            using var api = apis.Open(settings);
            if (ask)
            {
                var end = settings.InstagramLogin ? settings.Session?.Until : await MetaToken.EndAsync(api, settings, cancellationToken);
                stands = stands with { AskedAt = now, AccessEndsAt = end };
            }

            var since = stands.Until < now - Young ? stands.Until : now - Young;
            var found = (await read(api, settings, channel.Address.Trim(), since, cancellationToken))
                .Where(f => f.At >= since && !MetaIncoming.IsOurs(f.Post, channel, network))
                .DistinctBy(f => f.Post.ExternalId).OrderBy(f => f.At).ToList();
            var (items, seen) = await CompareAsync(api, channel, stands.Seen, found, since, cancellationToken);
            var next = stands with { Until = now - TimeSpan.FromHours(1), Seen = [.. seen.Where(s => s.At >= now - Young).OrderBy(s => s.At).TakeLast(MostSeen)] };
            return new PollResult(items, next.ToString(), Every) { RenewBy = next.AccessEndsAt };
        }
        catch (GraphException e) when (e.Trouble == GraphTrouble.Limited)
        {
            return new PollResult([], cursor, Every) { LimitedUntil = e.Until };
        }
        catch (GraphException e)
        {
            return new PollResult([], cursor, AfterFailure, e.Message) { AccessLost = e.Trouble == GraphTrouble.NoAccess };
        }
    }

    private async Task<(IReadOnlyList<RawItem> Items, IReadOnlyList<MetaSeen> Seen)> CompareAsync(
        GraphApi api, ChannelInfo channel, IReadOnlyList<MetaSeen> before, IReadOnlyList<MetaFound> found, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var known = before.DistinctBy(s => s.Id).ToDictionary(s => s.Id, StringComparer.Ordinal);
        var (items, seen) = (new List<RawItem>(), new List<MetaSeen>());
        foreach (var one in found)
        {
            var was = known.GetValueOrDefault(one.Post.ExternalId);
            var changed = was is not null && was.Version != one.Version;
            if (was is null || changed)
            {
                items.Add(one.ToItem(edited: changed));
            }

            seen.Add(new MetaSeen(one.Post.ExternalId, one.Version, one.At, one.Post.Visibility != SocialVisibility.Direct));
        }

        // Not listed need not mean gone: each is asked for by itself before that is believed.
        var listed = seen.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var missing in before.Where(s => s.Public && s.At >= since && !listed.Contains(s.Id)).Take(MostGone))
        {
            if (await api.FindAsync($"{Uri.EscapeDataString(missing.Id)}?fields=id", cancellationToken) is null)
            {
                var gone = MetaDocument.OfGone(network, channel.Address.Trim(), missing.Id);
                items.Add(new RawItem(MetaDocument.Identify(gone), gone, MetaDocument.ContentType));
            }
            else
            {
                seen.Add(missing);
            }
        }

        return (items, seen);
    }
}
