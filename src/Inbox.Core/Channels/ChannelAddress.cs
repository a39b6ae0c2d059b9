using System.Net.Mail;
using Inbox.Core.Customers;

namespace Inbox.Core.Channels;

/// <summary>Whether the address that customers know can be one, judged by the kind of handle that comes through the door.</summary>
internal static class ChannelAddress
{
    /// <summary>What is wrong with it, in plain words; null when nothing is.</summary>
    public static string? Problem(string handleKind, string address) => handleKind switch
    {
        HandleKinds.Email => IsMail(address) ? null : "Give the mail address that customers write to, for example support@example.com.",
        HandleKinds.Phone => address.Length == 0 || HandleKinds.Normalise(HandleKinds.Phone, address).Length >= 3
            ? null
            : "This is not a phone number. Write it like +44 20 7946 0000.",
        HandleKinds.Blog => Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? null
            : "Give the whole address of the feed, for example https://example.com/feed.xml.",
        _ => null,
    };

    /// <summary>Without a name beside it: "Support &lt;support@example.com&gt;" is no address of a door.</summary>
    private static bool IsMail(string address) =>
        MailAddress.TryCreate(address, out var parsed) && parsed.Address == address && parsed.Host.Contains('.', StringComparison.Ordinal);
}
