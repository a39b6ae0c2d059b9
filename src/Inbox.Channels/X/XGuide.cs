using Inbox.Channels.Api;
using Inbox.Core.Channels.Guides;

namespace Inbox.Channels.X;

/// <summary>What an administrator reads and fills in for an account on X.</summary>
internal static class XGuide
{
    public static ChannelGuide Guide { get; } = new()
    {
        Title = "X",
        Words = "Posts that mention or quote an account, searches, and direct messages.",
        AddressLabel = "Account",
        AddressHint = "Its handle, for example @acme.",
        Steps =
        [
            "Sign in to the developer console of X (console.x.com) as the account, accept its terms, and say that you answer customers with it.",
            "Buy credits there: X charges for each post that is read and each that is written. A month without credits is a month without news.",
            "Make a project and an app in it. In “User authentication settings” choose “Read and write”, or “Read, write and direct messages” if direct messages shall come here.",
            "In “Keys and tokens” make the API key and secret, and below them an access token and secret for the account. Type all four here. Or, with OAuth 2.0: allow the app with the scopes tweet.read, tweet.write, users.read, media.write, dm.read, dm.write and offline.access, and type the client ID, the client secret and the refresh token.",
            "If your contract has webhooks: register the address below and subscribe the account to post.mention.create, post.quote.create, post.delete and dm.received. Posts come at once then, and are still asked for.",
        ],
        Fields =
        [
            new("apiKey", "API key", ChannelFieldType.Text) { Hint = "OAuth 1.0a. Also called consumer key." },
            new("consumerSecret", "API key secret", ChannelFieldType.Secret) { Hint = "Also called consumer secret. It proves the calls of X too." },
            new("accessKeySecret", "Access token", ChannelFieldType.Secret) { Hint = "OAuth 1.0a, of the account." },
            new("accessTokenSecret", "Access token secret", ChannelFieldType.Secret) { Hint = "OAuth 1.0a, of the account." },
            new("clientId", "Client ID", ChannelFieldType.Text) { Hint = "OAuth 2.0, instead of the access token above." },
            new("clientSecret", "Client secret", ChannelFieldType.Secret) { Hint = "OAuth 2.0." },
            new("refreshTokenSecret", "Refresh token", ChannelFieldType.Secret) { Hint = "OAuth 2.0. X replaces it at each renewal; Inbox keeps the new one." },
            new("bearerSecret", "App-only bearer token", ChannelFieldType.Secret) { Hint = "Optional: searches are asked with it, beside the account's own limits." },
            new("previousConsumerSecret", "Previous API key secret", ChannelFieldType.Secret) { Hint = "Only while you change it: calls signed with it are taken too." },
            new("server", "Address of the API", ChannelFieldType.Text) { Default = XSettings.UsualServer, Hint = "Leave it unless your network reaches X by another address." },
            new("pollSeconds", "Ask every … seconds", ChannelFieldType.Number) { Default = "60" },
            new("watchHours", "Look at posts again for … hours", ChannelFieldType.Number) { Default = "24", Hint = "To see edits and deletions. Each look is charged. With 0 nobody looks again, and how far posts spread within their first week is not asked either." },
            new("searchWords", "Search words", ChannelFieldType.Lines) { Hint = "One search on each line, as X understands it, for example \"acme kettle\" lang:en. Each post found is charged." },
            new("searchOpensCase", "What a search finds opens a case", ChannelFieldType.Flag),
            new("directMessages", "Read and answer direct messages", ChannelFieldType.Flag),
            new("answersAnybody", "Our contract lets us answer anybody", ChannelFieldType.Flag) { Hint = "Without it X takes answers only to who mentioned the account or quoted it." },
        ],
        KeptSecrets = [ApiServices.SessionField],
    };
}
