using System.Net.Mail;
using System.Text.RegularExpressions;
using Inbox.Core.Customers;

namespace Inbox.Core.Channels;

/// <summary>Whether the address that customers know can be one, judged by the kind of handle that comes through the door.</summary>
internal static partial class ChannelAddress
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
            : "Give a whole web address, for example https://blog.example.com.",
        HandleKinds.Mastodon => HandleKinds.Normalise(HandleKinds.Mastodon, address).Split('@') is [{ Length: > 0 }, { Length: > 0 }]
            ? null
            : "Give the whole account, for example @acme@example.social.",
        HandleKinds.YouTube => Matches("^UC[A-Za-z0-9_-]{22}$", address)
            ? null
            : "Give the id of the channel, which begins with UC and has 24 characters. YouTube shows it in the account's advanced settings.",
        HandleKinds.GoogleReviews => Matches("^accounts/[A-Za-z0-9_-]+/locations/[A-Za-z0-9_-]+$", address)
            ? null
            : "Give the name of the location at Google, for example accounts/1034/locations/5071.",
        HandleKinds.PlayReviews => Matches(@"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+$", address) ? null : "Give the package name of the app, for example com.example.app.",
        HandleKinds.AppStore => Matches("^[0-9]{1,20}$", address) ? null : "Give the Apple ID of the app, which is a number: App Store Connect shows it under App Information.",
        HandleKinds.Facebook => IsId(address) ? null : "Give the page's id: digits only, found under the page's About, Page transparency.",
        HandleKinds.Instagram => IsId(address) ? null : "Give the id of the Instagram professional account: digits only, shown in the app's dashboard.",
        HandleKinds.WhatsApp => address.All(c => char.IsAsciiDigit(c) || " +-()".Contains(c, StringComparison.Ordinal)) && HandleKinds.Normalise(HandleKinds.WhatsApp, address).Length >= 6
            ? null
            : "Give the whole number with its country, such as +44 20 7946 0000.",
        HandleKinds.X => Handle().IsMatch(HandleKinds.Normalise(HandleKinds.X, address)) ? null : "Give the handle of the account, for example @acme.",
        HandleKinds.Reddit => Handle().IsMatch(HandleKinds.Normalise(HandleKinds.Reddit, address)) ? null : "Give the name of the account, for example u/acme.",
        HandleKinds.Webhook => address.Length is > 0 and <= 100 && !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '/')
            ? null
            : "Give the far side a short name without blanks and slashes, for example forum.example.com.",
        _ => null,
    };

    private static bool Matches(string pattern, string address) =>
        Regex.IsMatch(address, pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private static bool IsId(string address) => address.Length > 0 && address.All(char.IsAsciiDigit);

    /// <summary>Without a name beside it: "Support &lt;support@example.com&gt;" is no address of a door.</summary>
    private static bool IsMail(string address) =>
        MailAddress.TryCreate(address, out var parsed) && parsed.Address == address && parsed.Host.Contains('.', StringComparison.Ordinal);

    [GeneratedRegex("^[a-z0-9_-]{1,30}$", RegexOptions.NonBacktracking)]
    private static partial Regex Handle();
}
