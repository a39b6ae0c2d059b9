namespace Inbox.Channels.Social;

/// <summary>The address of a far side's server, as an administrator types it.</summary>
internal static class ServerAddress
{
    /// <summary>Why it is none to send secrets to; null where it is fine.</summary>
    /// <param name="typed">As typed.</param>
    /// <param name="usual">One that is right, to name.</param>
    public static string? Problem(string typed, string usual) =>
        !(Uri.TryCreate(typed, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0) ? $"Give a whole web address, usually {usual}."
        : uri is { Scheme: "http", IsLoopback: false } ? "Passwords and tokens would travel unencrypted. Give an address that begins with https://."
        : null;
}
