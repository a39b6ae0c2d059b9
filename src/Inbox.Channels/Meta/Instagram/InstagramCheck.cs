using Inbox.Channels.Meta.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;

namespace Inbox.Channels.Meta.Instagram;

/// <summary>Whether the token reaches the account, may do what is needed, and the app hears of it.</summary>
internal sealed class InstagramCheck(GraphApis apis)
{
    private static readonly string[] Needed = ["instagram_basic", "instagram_manage_comments", "instagram_manage_messages", "pages_manage_metadata"];

    public async Task<AccessFindings> RunAsync(ChannelInfo typed, CancellationToken cancellationToken)
    {
        var settings = MetaSettings.Read(typed.Settings);
        if (MetaChecks.Lacks(settings, typed) is { } missing)
        {
            return AccessFindings.Wrong(missing);
        }

        if (!settings.InstagramLogin && settings.PageId.Length == 0)
        {
            return AccessFindings.Wrong("Give the id of the page that the account is joined to, or choose the login of Instagram.");
        }

        try
        {
            using var api = apis.Open(settings);
            var found = new List<string>();
            if (await AccountAsync(api, settings, typed, found, cancellationToken) is { } other)
            {
                return AccessFindings.Wrong(other);
            }

            if (await MetaChecks.TokenAsync(api, settings, Needed, found, cancellationToken) is { } wrong)
            {
                return AccessFindings.Wrong(wrong);
            }

            var fields = await MetaChecks.SubscribedAsync(api, $"{InstagramSender.SenderOf(settings, typed.Address)}/subscribed_apps", settings, cancellationToken);
            if (fields is null)
            {
                return AccessFindings.Wrong("The account does not tell the app of anything yet. Subscribe the app as step 5 says.");
            }

            found.Add("It tells the app of what happens. Which of comments, mentions and messages, the app's dashboard shows under Webhooks.");
            return new AccessFindings(Problem: null, found);
        }
        catch (GraphException e)
        {
            return AccessFindings.Wrong(e.Message);
        }
    }

    private static async Task<string?> AccountAsync(GraphApi api, MetaSettings settings, ChannelInfo typed, List<string> found, CancellationToken cancellationToken)
    {
        if (settings.InstagramLogin)
        {
            var account = await api.GetAsync("me?fields=user_id,username", cancellationToken);
            found.Add($"This is the account @{account.Filled("username")}.");
            return account.Filled("user_id") == typed.Address ? null : $"The access token belongs to @{account.Filled("username")} ({account.Filled("user_id")}), and this channel is the account {typed.Address}.";
        }

        var page = await api.GetAsync($"{Uri.EscapeDataString(settings.PageId)}?fields=id,name,instagram_business_account", cancellationToken);
        found.Add($"The page “{page.Filled("name")}” is joined to this account.");
        var joined = page.Get("instagram_business_account").Filled("id");
        return joined == typed.Address ? null
            : joined is null ? $"The page “{page.Filled("name")}” is joined to no Instagram account. Join them in the page's settings, under Linked accounts."
            : $"The page “{page.Filled("name")}” is joined to the Instagram account {joined}, and this channel is {typed.Address}.";
    }
}
