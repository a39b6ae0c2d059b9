using System.Text.Json;
using Inbox.Channels.Social;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Hooks;

namespace Inbox.Channels.Meta.Hooks;

/// <summary>
/// The calls of Meta (Graph API, "Webhooks"): the handshake, then batches of events, which may come twice and in any order.
/// One app calls one address for all of its pages, so every event says whose it is.
/// </summary>
internal static class MetaHooks
{
    /// <param name="call">As it came.</param>
    /// <param name="channel">With its secrets plain.</param>
    /// <param name="network">Of the channel.</param>
    public static HookAnswer Receive(HookCall call, ChannelInfo channel, MetaNetwork network)
    {
        var settings = MetaSettings.Read(channel.Settings);
        if (call.Method == "GET")
        {
            return MetaSignature.Challenge(settings.VerifySecret, call.Query.GetValueOrDefault("hub.mode"), call.Query.GetValueOrDefault("hub.verify_token"), call.Query.GetValueOrDefault("hub.challenge")) is { } challenge
                ? new HookAnswer(200, challenge)
                : new HookAnswer(403, "The verify token is not the one in this channel's settings.");
        }

        if (!MetaSignature.IsValid(settings.AppSecrets, call.Header("X-Hub-Signature-256"), call.Body))
        {
            return HookAnswer.Refused("The signature was not made with the app secret in this channel's settings.");
        }

        if (SocialDocument.Read(call.Body).Roots is not [var root] || root.Filled("object") is not { } subject)
        {
            return new HookAnswer(400, "This is no call of Meta.");
        }

        // Whoever entered the wrong address sees it in the app's own log, and Meta keeps what it has.
        return subject == network.Subject
            ? HookAnswer.Taken(Items(root, channel, network))
            : new HookAnswer(422, $"This channel takes calls about “{network.Subject}”, not about “{subject}”.");
    }

    private static List<HookItem> Items(JsonElement root, ChannelInfo channel, MetaNetwork network)
    {
        var found = new List<(DateTimeOffset At, HookItem Item)>();
        foreach (var (account, document) in MetaHookParts.Of(root, network))
        {
            if (network == MetaNetwork.WhatsApp && WhatsApp.WhatsAppStatus.Read(document) is { } status)
            {
                found.Add((status.At, new HookItem(new RawItem(status.Identity, document, MetaDocument.ContentType), account)));
            }
            else if (MetaDocument.Read(document) is { } read && !MetaIncoming.IsOurs(read.Post, channel, network) && !IsTakenBack(read.Post))
            {
                // What we wrote ourselves, here or elsewhere, comes back too.
                found.Add((read.Post.EditedAt ?? read.Post.PostedAt ?? default, new HookItem(new RawItem(read.Identity, document, MetaDocument.ContentType), account)));
            }
        }

        return [.. found.OrderBy(f => f.At).Select(f => f.Item)];
    }

    /// <summary>A reaction that is taken back says nothing.</summary>
    private static bool IsTakenBack(SocialPost post) => post is { Reason: "reaction", Text.Length: 0 };
}
