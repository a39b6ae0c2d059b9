using System.Globalization;
using Inbox.Channels.Api;
using Inbox.Channels.X.Api;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;

namespace Inbox.Channels.X;

/// <summary>Tries the settings of an account and says whom it found, or what is wrong.</summary>
internal static class XCheck
{
    public static async Task<AccessFindings> RunAsync(XApis apis, ChannelInfo typed, CancellationToken cancellationToken)
    {
        var api = apis.Try(typed);
        var me = await apis.MeAsync(api, typed.Address, cancellationToken);
        List<string> found = [string.Create(CultureInfo.InvariantCulture, $"X lets us in as @{me.Handle}, with {me.Followers:N0} followers.")];
        await api.GetAsync($"/2/users/{Uri.EscapeDataString(me.Id)}/mentions", [("max_results", "5")], cancellationToken);
        found.Add("Mentions can be read.");
        if (api.Settings.SearchWords is [var word, ..])
        {
            await api.SearchAsync([("query", $"({word}) -is:retweet"), ("max_results", "10")], cancellationToken);
            found.Add("Posts can be searched.");
        }

        if (api.Settings.DirectMessages)
        {
            await MessagesAsync(api, cancellationToken);
            found.Add("Direct messages can be read.");
        }

        found.Add(api.Settings.ConsumerSecret.Length > 0
            ? "Calls of X can be proved with the API key secret."
            : "Without the API key secret X cannot call us: news are asked for only.");
        return new AccessFindings(null, found);
    }

    private static async Task MessagesAsync(XApi api, CancellationToken cancellationToken)
    {
        try
        {
            await api.GetAsync("/2/dm_events", [("max_results", "1")], cancellationToken);
        }
        catch (ApiException e) when (e.Failure == ApiFailure.Refused)
        {
            throw new ApiException(ApiFailure.Refused, $"Direct messages cannot be read ({e.Message.TrimEnd('.')}). Give the app the permission “Read, write and direct messages”, and make new keys.");
        }
    }
}
