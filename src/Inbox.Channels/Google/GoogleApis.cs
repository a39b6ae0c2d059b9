using Inbox.Channels.Api;

namespace Inbox.Channels.Google;

/// <summary>Opens the APIs of Google for the doors that use them.</summary>
internal sealed class GoogleApis(ApiTransport transport, GoogleTokens tokens, FarAddresses addresses, TimeProvider time)
{
    public GoogleApi Business(GoogleGrant grant) => Open(grant, addresses.GoogleBusiness);

    public GoogleApi YouTube(GoogleGrant grant) => Open(grant, addresses.YouTube);

    public GoogleApi Play(GoogleGrant grant) => Open(grant, addresses.GooglePlay);

    private GoogleApi Open(GoogleGrant grant, string service) => new(transport, tokens, grant, service, time);
}
