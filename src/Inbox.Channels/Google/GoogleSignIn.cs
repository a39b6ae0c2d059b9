using Inbox.Channels.Reviews;
using Inbox.Core.Channels.Guides;

namespace Inbox.Channels.Google;

/// <summary>The part of a door's settings that lets us act for a Google account whose owner agreed once.</summary>
internal sealed record GoogleSignIn
{
    public string ClientId { get; init; } = "";

    public string ClientSecret { get; init; } = "";

    public string RefreshTokenSecret { get; init; } = "";

    public static IReadOnlyList<ChannelField> Fields { get; } =
    [
        new("clientId", "Client id", ChannelFieldType.Text) { Hint = "Of the OAuth client in your Google Cloud project. It ends in .apps.googleusercontent.com." },
        new("clientSecret", "Client secret", ChannelFieldType.Secret),
        new("refreshTokenSecret", "Refresh token", ChannelFieldType.Secret) { Hint = "Of the account that agreed. It begins with 1//." },
    ];

    /// <param name="api">To be switched on in the project.</param>
    /// <param name="scope">To be agreed to.</param>
    /// <param name="account">Whose agreement it takes.</param>
    public static IReadOnlyList<string> StepsFor(string api, string scope, string account) =>
    [
        $"In the Google Cloud console, make a project and switch on the {api}.",
        "Under “Google Auth Platform”, describe the app and publish it. While it stands on “Testing”, Google ends the access after 7 days.",
        "Under “Clients”, make an OAuth client of the type “Web application” with the redirect address https://developers.google.com/oauthplayground. Copy its id and secret into the fields here.",
        $"On https://developers.google.com/oauthplayground, open the settings (the gear), tick “Use your own OAuth credentials” and type the id and the secret. Then type the scope {scope}, and agree as {account}.",
        "There, exchange the code for tokens and copy the refresh token into the field here.",
    ];

    public static GoogleRefreshGrant GrantOf(string settings) => ReviewSettings.TryRead<GoogleSignIn>(settings) is { } read
        ? new GoogleRefreshGrant(read.ClientId.Trim(), read.ClientSecret.Trim(), read.RefreshTokenSecret.Trim())
        : new GoogleRefreshGrant("", "", "");
}
