using System.Globalization;
using Inbox.Channels.Feeds.Polling;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Hooks;

namespace Inbox.Channels.Feeds.WebSub;

/// <summary>What a hub says to us: whether we want its calls, and what is new (WebSub, 5.3 and 7). Pure.</summary>
internal static class WebSubHook
{
    private static readonly TimeSpan AfterDenial = TimeSpan.FromDays(7);
    private static readonly TimeSpan ShortestLease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLease = TimeSpan.FromDays(90);

    public static HookAnswer Receive(HookCall call, ChannelInfo channel)
    {
        var cursor = FeedCursor.TryRead(call.Cursor);
        return cursor?.For != channel.Address || cursor.WebSub is not { } state
            ? new HookAnswer(call.Method == "GET" ? 404 : 410, "This feed is not subscribed to.")
            : call.Method == "GET" ? Verify(call, cursor, state) : Take(call, channel, cursor, state);
    }

    private static HookAnswer Verify(HookCall call, FeedCursor cursor, WebSubState state)
    {
        var (mode, challenge) = (call.Query.GetValueOrDefault("hub.mode"), call.Query.GetValueOrDefault("hub.challenge") ?? "");
        if (call.Query.GetValueOrDefault("hub.topic") != state.Topic)
        {
            return new HookAnswer(404, "This is not the feed that is subscribed to.");
        }

        return mode switch
        {
            "subscribe" when state.PendingSince is not null => new HookAnswer(200, challenge) { Cursor = Moved(cursor, state.Verified(LeaseOf(call), call.At)) },
            "denied" => new HookAnswer(200) { Cursor = Moved(cursor, state.Denied(call.At + AfterDenial)) },
            _ => new HookAnswer(404, "Nobody here has asked for that."),
        };
    }

    /// <summary>A caller who cannot prove who it is hears no difference (WebSub, 8).</summary>
    private static HookAnswer Take(HookCall call, ChannelInfo channel, FeedCursor cursor, WebSubState state)
    {
        var settings = FeedSettings.Read(channel.Settings);
        if (!WebSubSignature.IsValid(call.Header("X-Hub-Signature"), settings.WebSubSecret, call.Body))
        {
            return new HookAnswer(202);
        }

        var address = new Uri(state.Topic);
        return FeedReader.Read(call.Body, call.ContentType, address) is FeedReadResult.Read { Feed: var feed }
            ? new HookAnswer(202) { Items = [.. FeedNews.Items(new FeedNews(settings, cursor.Since).In(feed, address)).Select(i => new HookItem(i))] }
            : new HookAnswer(202) { AskNow = true };
    }

    private static TimeSpan LeaseOf(HookCall call)
    {
        var lease = int.TryParse(call.Query.GetValueOrDefault("hub.lease_seconds"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromDays(1);
        return lease < ShortestLease ? ShortestLease : lease > LongestLease ? LongestLease : lease;
    }

    private static string Moved(FeedCursor cursor, WebSubState state) => (cursor with { WebSub = state }).ToString();
}
