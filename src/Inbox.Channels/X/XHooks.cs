using System.Text.Json;
using Inbox.Channels.Social;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Hooks;

namespace Inbox.Channels.X;

/// <summary>What X tells by itself: its challenge, events of the Activity API, and those of the older Account Activity.</summary>
internal static class XHooks
{
    private const string SignatureHeader = "x-twitter-webhooks-signature";

    public static HookAnswer Receive(HookCall call, XSettings settings)
    {
        if (settings.ConsumerSecret.Length == 0)
        {
            return new HookAnswer(503, "The API key secret of this channel is missing, so nobody can prove to be X.");
        }

        if (call.Method == "GET")
        {
            return call.Query.GetValueOrDefault("crc_token") is { Length: > 0 } challenge
                ? new HookAnswer(200, XSignature.Answer(settings.ConsumerSecret, challenge)) { ContentType = "application/json" }
                : new HookAnswer(400, "This address is for X, which asks with crc_token.");
        }

        if (!XSignature.IsValid(settings.ConsumerSecrets, call.Header(SignatureHeader), call.Body))
        {
            return HookAnswer.Refused("The signature is not that of X.");
        }

        return SocialDocument.Read(call.Body) is { Error: null } document
            ? HookAnswer.Taken([.. document.Roots.SelectMany(root => root.Get("data").Get("event_type").IsText() ? OfActivity(root, settings) : OfAccount(root, settings))])
            : new HookAnswer(400, "The body is no JSON.");
    }

    /// <summary>{"data":{"event_type","filter":{"user_id"},"payload","includes"?}}</summary>
    private static IEnumerable<HookItem> OfActivity(JsonElement root, XSettings settings)
    {
        var (data, payload) = (root.Get("data"), root.Get("data").Get("payload"));
        var (type, me) = (data.Text("event_type") ?? "", data.Get("filter").Filled("user_id") ?? "");
        if (type.EndsWith(".delete", StringComparison.Ordinal))
        {
            if (payload.Filled("id", "tweet_id", "post_id") is { } gone && type.StartsWith("post.", StringComparison.Ordinal))
            {
                yield return new HookItem(XDelivery.Deleted(gone, me), AddressOf(root, me));
            }
        }
        else if (Item(payload, root, me, type, settings) is { } item)
        {
            yield return item;
        }
    }

    /// <summary>{"for_user_id","tweet_create_events":[…],"tweet_delete_events":[…],"direct_message_events":[…],"users":{…}}</summary>
    private static IEnumerable<HookItem> OfAccount(JsonElement root, XSettings settings)
    {
        var me = root.Filled("for_user_id") ?? "";
        foreach (var deleted in root.Items("tweet_delete_events").Select(d => d.Get("status").Filled("id")).OfType<string>())
        {
            yield return new HookItem(XDelivery.Deleted(deleted, me), AddressOf(root, me));
        }

        foreach (var post in root.Items("tweet_create_events").Where(t => IsForUs(t, me)).Concat(root.Items("direct_message_events")))
        {
            if (Item(post, root, me, "mention", settings) is { } item)
            {
                yield return item;
            }
        }
    }

    /// <summary>Null for what is no message to us: ours, a repost, or private ones that this channel does not take.</summary>
    private static HookItem? Item(JsonElement post, JsonElement root, string me, string type, XSettings settings)
    {
        var message = XDirectMessage.Is(post);
        var readable = message || (XLegacyPost.Is(post) ? !post.Get("retweeted_status").IsObject() : XPost.Is(post) && !XPost.IsRetweet(post));
        var author = post.Filled("author_id", "sender_id") ?? post.Get("user").Filled("id_str", "id") ?? post.Get("message_create").Filled("sender_id");
        return readable && !(author == me && me.Length > 0) && (!message || settings.DirectMessages)
            ? new HookItem(XDelivery.Of(post, root, me, message ? XReason.Message : new XReason(type), opensCase: true), AddressOf(root, me))
            : null;
    }

    /// <summary>Account Activity tells also of what others do with our posts.</summary>
    private static bool IsForUs(JsonElement tweet, string me) =>
        tweet.Filled("in_reply_to_user_id_str", "in_reply_to_user_id") == me
        || tweet.Get("quoted_status").Get("user").Filled("id_str", "id") == me
        || Mentions(tweet).Concat(Mentions(tweet.Get("extended_tweet"))).Any(m => m.Filled("id_str", "id") == me);

    private static IEnumerable<JsonElement> Mentions(JsonElement tweet) => tweet.Get("entities").Items("user_mentions");

    /// <summary>One subscription may serve several accounts: the handle, where the call names it, leads to its channel.</summary>
    private static string? AddressOf(JsonElement root, string me)
    {
        string? handle = null;
        JsonWalk.Run([root], 0, (json, _) =>
        {
            handle ??= json.Filled("id_str", "id") == me && me.Length > 0 ? json.Filled("username", "screen_name") : null;
            return Descent<int>.Everywhere(0);
        });
        return handle;
    }
}
