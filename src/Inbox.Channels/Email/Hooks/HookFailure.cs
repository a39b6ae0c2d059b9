namespace Inbox.Channels.Email.Hooks;

/// <summary>Why something is not taken, as the provider's log will show it.</summary>
/// <param name="Status">401 while it may succeed once a setting is mended, since providers then try again; 403 and 400 when it never will.</param>
public sealed record HookFailure(int Status, string Message);
