namespace Inbox.Channels.Api;

/// <summary>
/// Where the far sides are that have one address for everybody. Bound to <c>Inbox:FarAddresses</c> of the configuration, for
/// a relay of one's own or a far side of a test.
/// </summary>
internal sealed class FarAddresses
{
    public string GoogleToken { get; set; } = "https://oauth2.googleapis.com/token";

    public string GoogleBusiness { get; set; } = "https://mybusiness.googleapis.com/v4";

    public string YouTube { get; set; } = "https://www.googleapis.com/youtube/v3";

    public string GooglePlay { get; set; } = "https://androidpublisher.googleapis.com/androidpublisher/v3";

    public string AppStore { get; set; } = "https://api.appstoreconnect.apple.com";
}
