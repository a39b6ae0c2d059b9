using Inbox.Channels.Api;
using Inbox.Channels.Reddit.Api;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;

namespace Inbox.Channels.Reddit;

/// <summary>Tries the settings of an account and says whom it found, or what is wrong.</summary>
internal static class RedditCheck
{
    public static async Task<AccessFindings> RunAsync(RedditApis apis, ChannelInfo typed, CancellationToken cancellationToken)
    {
        var api = apis.Try(typed);
        await apis.MeetAsync(api, cancellationToken);
        List<string> found = [$"Reddit lets us in as u/{api.Account}."];
        await TryAsync("The inbox cannot be read: allow the app “privatemessages”", () => api.ListAsync("/message/inbox", [("limit", "1")], cancellationToken));
        found.Add("Mentions, answers and private messages can be read.");
        foreach (var subreddit in api.Settings.Watched.Split('+', StringSplitOptions.RemoveEmptyEntries))
        {
            // Asked one by one: of several, Reddit leaves out those that it does not show.
            await TryAsync($"r/{subreddit} cannot be read: it is private, or there is none", () => api.ListAsync($"/r/{subreddit}/new", [("limit", "1")], cancellationToken));
            found.Add($"r/{subreddit} can be read.");
        }

        return new AccessFindings(null, found);
    }

    private static async Task TryAsync(string wrong, Func<Task> lookAsync)
    {
        try
        {
            await lookAsync();
        }
        catch (ApiException e) when (e.Failure == ApiFailure.Refused)
        {
            throw new ApiException(ApiFailure.Refused, $"{wrong} ({e.Message.TrimEnd('.')}).");
        }
    }
}
