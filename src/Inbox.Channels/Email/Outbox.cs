namespace Inbox.Channels.Email;

/// <summary>Where answers go as .eml files while a channel has no SMTP server.</summary>
/// <param name="Folder">Created when the first mail is written.</param>
public sealed record Outbox(string Folder);
