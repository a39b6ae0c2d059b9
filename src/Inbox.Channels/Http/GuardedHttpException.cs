namespace Inbox.Channels.Http;

/// <summary>A request that Inbox refuses to make; the message tells a person why.</summary>
internal sealed class GuardedHttpException(string message) : HttpRequestException(message);
