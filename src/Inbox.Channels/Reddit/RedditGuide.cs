using Inbox.Channels.Api;
using Inbox.Core.Channels.Guides;

namespace Inbox.Channels.Reddit;

/// <summary>What an administrator reads and fills in for an account on Reddit.</summary>
internal static class RedditGuide
{
    public static ChannelGuide Guide { get; } = new()
    {
        Title = "Reddit",
        Words = "Mentions of an account, answers to it and private messages; watched subreddits and searches.",
        AddressLabel = "Account",
        AddressHint = "Its name, for example u/acme.",
        Steps =
        [
            "Ask Reddit for access to its Data API (support.reddithelp.com, “Submit a request”), and say what you answer and where. Since November 2025 nobody gets it without that; an answer can take weeks. A company needs an agreement for commercial use, which costs money.",
            "Once it is given: sign in as the account, open reddit.com/prefs/apps and create an app of the type “web app”, or “script” if only this account shall use it.",
            "For a web app: let the account allow it with duration “permanent” and the scopes identity, read, privatemessages, submit, edit and history, and type the refresh token that you get. For a script: type the password of the account. Reddit takes no password where the account has two-factor authentication.",
            "Read the rules of each subreddit in which you answer: many take answers of companies only under conditions, and moderators may remove them.",
        ],
        Fields =
        [
            new("clientId", "Client ID", ChannelFieldType.Text) { Hint = "Below the app's name." },
            new("clientSecret", "Client secret", ChannelFieldType.Secret),
            new("refreshTokenSecret", "Refresh token", ChannelFieldType.Secret) { Hint = "Of a web app." },
            new("accountPassword", "Password of the account", ChannelFieldType.Secret) { Hint = "Of a script app only, instead of a refresh token." },
            new("server", "Address of the API", ChannelFieldType.Text) { Default = RedditSettings.UsualServer, Hint = "Leave it unless your network reaches Reddit by another address." },
            new("loginServer", "Address for tokens", ChannelFieldType.Text) { Default = RedditSettings.UsualLoginServer },
            new("pollSeconds", "Ask every … seconds", ChannelFieldType.Number) { Default = "60" },
            new("subreddits", "Watched subreddits", ChannelFieldType.Lines) { Hint = "One on each line, like r/kettles. Every new post there becomes a mention." },
            new("searchWords", "Search words", ChannelFieldType.Lines) { Hint = "One search on each line. Posts of all of Reddit that hold it become mentions." },
            new("subredditComments", "Take comments of watched subreddits too, where they hold a search word", ChannelFieldType.Flag),
            new("searchOpensCase", "What is found so opens a case", ChannelFieldType.Flag),
        ],
        KeptSecrets = [ApiServices.SessionField],
    };
}
