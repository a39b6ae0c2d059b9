using Inbox.Channels.Meta.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;

namespace Inbox.Channels.Meta.Facebook;

/// <summary>Whether the token is the page's, may do what is needed, and the app hears of the page.</summary>
internal sealed class FacebookCheck(GraphApis apis)
{
    private static readonly string[] Needed = ["pages_manage_engagement", "pages_manage_metadata", "pages_messaging", "pages_read_engagement", "pages_read_user_content"];

    public async Task<AccessFindings> RunAsync(ChannelInfo typed, CancellationToken cancellationToken)
    {
        var settings = MetaSettings.Read(typed.Settings);
        if (MetaChecks.Lacks(settings, typed) is { } missing)
        {
            return AccessFindings.Wrong(missing);
        }

        try
        {
            using var api = apis.Open(settings);
            var page = await api.GetAsync("me?fields=id,name", cancellationToken);
            if (page.Filled("id") != typed.Address)
            {
                return AccessFindings.Wrong($"The access token belongs to “{page.Filled("name", "id")}” ({page.Filled("id")}), and this channel is the page {typed.Address}. Take the page's own token.");
            }

            var found = new List<string> { $"This is the page “{page.Filled("name")}”." };
            if (await MetaChecks.TokenAsync(api, settings, Needed, found, cancellationToken) is { } wrong)
            {
                return AccessFindings.Wrong(wrong);
            }

            var fields = await MetaChecks.SubscribedAsync(api, $"{typed.Address}/subscribed_apps", settings, cancellationToken);
            if (fields is null || !fields.Contains("feed", StringComparer.Ordinal))
            {
                return AccessFindings.Wrong("The page does not tell the app of its comments yet. Subscribe the app to the page, with the fields feed, mention, ratings, messages and message_edits.");
            }

            found.Add($"It tells the app of: {string.Join(", ", fields)}.");
            return new AccessFindings(Problem: null, found);
        }
        catch (GraphException e)
        {
            return AccessFindings.Wrong(e.Message);
        }
    }
}
