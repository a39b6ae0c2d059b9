using System.Globalization;
using Inbox.Channels.Meta.Api;
using Inbox.Channels.Meta.Polling;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta;

/// <summary>What the checks of the three networks look at alike.</summary>
internal static class MetaChecks
{
    /// <summary>What has not been filled in; null: nothing.</summary>
    public static string? Lacks(MetaSettings settings, ChannelInfo typed) =>
        typed.Address.Length == 0 ? "Give the address of this channel first."
        : settings.TokenSecret.Length == 0 ? "Give the access token."
        : settings.AppSecret.Length == 0 ? "Give the app secret: without it nothing that Meta sends can be trusted, and nothing is taken."
        : settings.VerifySecret.Length == 0 ? "Choose a verify token, and enter the same one at Meta."
        : null;

    /// <summary>What is wrong with the token; null where nothing is, or where it cannot be asked.</summary>
    public static async Task<string?> TokenAsync(GraphApi api, MetaSettings settings, IReadOnlyList<string> needed, List<string> found, CancellationToken cancellationToken)
    {
        if (settings.InstagramLogin)
        {
            found.Add(settings.Session is { } kept
                ? string.Create(CultureInfo.InvariantCulture, $"The access is renewed every week. As it is, it ends on {kept.Until:d MMMM yyyy}.")
                : "The access lasts 60 days and will be renewed every week, from its second day on.");
            return null;
        }

        MetaToken? token;
        try
        {
            token = await MetaToken.ReadAsync(api, settings, cancellationToken);
        }
        catch (GraphException e) when (e.Trouble is GraphTrouble.NoAccess or GraphTrouble.Forbidden or GraphTrouble.Refused)
        {
            return $"Meta does not know this app by its id and secret. {e.Message}";
        }

        if (token is null)
        {
            found.Add("When the access token ends is not known: give the app's id to have it told.");
            return null;
        }

        if (!token.Valid)
        {
            return "The access token is not good any more. Make a new one.";
        }

        if (token.AppId != settings.AppId)
        {
            return $"The access token was made for another app ({token.AppId}).";
        }

        if (token.Scopes.Count > 0 && needed.Except(token.Scopes, StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
        {
            return $"The access token lacks: {string.Join(", ", missing)}. Apply for them in App Review, then make a new token.";
        }

        found.Add(token.EndsAt is { } end ? string.Create(CultureInfo.InvariantCulture, $"The access ends on {end:d MMMM yyyy}; its owner is told before.") : "The access token has no end.");
        return null;
    }

    /// <summary>What our app is told of; null where it is not subscribed.</summary>
    public static async Task<IReadOnlyList<string>?> SubscribedAsync(GraphApi api, string path, MetaSettings settings, CancellationToken cancellationToken)
    {
        var apps = (await api.GetAsync(path, cancellationToken)).Items("data").ToList();
        var ours = settings.AppId.Length == 0 && apps is [var only] ? only : apps.Find(a => a.Filled("id") == settings.AppId);
        return !ours.IsObject() ? null
            : ours.Get("subscribed_fields").ValueKind == System.Text.Json.JsonValueKind.Array ? [.. ours.Get("subscribed_fields").EnumerateArray().Select(f => f.Text()).OfType<string>()]
            : [];
    }
}
