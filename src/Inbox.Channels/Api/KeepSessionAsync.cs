namespace Inbox.Channels.Api;

/// <summary>Keeps a session with the secrets of its channel, over restarts and for the other nodes.</summary>
internal delegate Task KeepSessionAsync(long channelId, string session);
