namespace Inbox.Core;

/// <summary>What links in mails lead to.</summary>
/// <param name="Url">Where browsers reach Inbox, without a slash at the end, for instance <c>https://inbox.example.com</c> (<c>Inbox:PublicUrl</c>); empty puts no links into mails.</param>
public sealed record PublicAddress(string Url)
{
    public static PublicAddress Of(string? configured) => new((configured ?? "").Trim().TrimEnd('/'));
}
