using Inbox.Channels.Bluesky;
using Inbox.Channels.Email.Hooks;
using Inbox.Channels.Feeds;
using Inbox.Channels.Mastodon;
using Inbox.Channels.Meta;
using Inbox.Channels.Reddit;
using Inbox.Channels.Twilio;
using Inbox.Channels.WordPress;
using Inbox.Channels.X;

namespace Inbox.Channels.Social;

/// <summary>
/// The readers by the kind of what they read. Each is pure and total: no network, no database, and no bytes make one throw;
/// what cannot be read is an answer like any other.
/// </summary>
public static class SocialReaders
{
    private static readonly Dictionary<string, Func<ReadOnlyMemory<byte>, CancellationToken, Task<SocialReading>>> ByKind = new(StringComparer.Ordinal)
    {
        ["mastodon"] = Pure(MastodonReader.Read),
        ["bluesky"] = Pure(BlueskyReader.Read),
        ["feed"] = Pure(FeedReading.Read),
        ["wordpress"] = Pure(WordPressReader.Read),
        // One reader for the three: what Meta posts says itself which of them it is about.
        ["facebook"] = Pure(MetaReader.Read),
        ["instagram"] = Pure(MetaReader.Read),
        ["whatsapp"] = Pure(MetaReader.Read),
        ["x"] = Pure(XReader.Read),
        ["reddit"] = Pure(RedditReader.Read),
        ["twilio"] = TwilioReader.ReadAsync,
        ["postmark"] = (content, ct) => HookReading.ReadAsync(MailProvider.Postmark, content, ct),
        ["mailgun"] = (content, ct) => HookReading.ReadAsync(MailProvider.Mailgun, content, ct),
        ["sendgrid"] = (content, ct) => HookReading.ReadAsync(MailProvider.SendGrid, content, ct),
    };

    /// <summary>mastodon, bluesky, feed …</summary>
    public static IReadOnlyCollection<string> Kinds => ByKind.Keys;

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="content">A file or the body of a request, whole.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static Task<SocialReading> ReadAsync(string kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        ByKind[kind](content, cancellationToken);

    private static Func<ReadOnlyMemory<byte>, CancellationToken, Task<SocialReading>> Pure(Func<ReadOnlyMemory<byte>, SocialReading> read) =>
        (content, cancellationToken) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(read(content));
        };
}
