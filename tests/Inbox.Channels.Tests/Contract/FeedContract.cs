using Inbox.Channels.Feeds;

namespace Inbox.Channels.Tests.Contract;

public sealed class FeedContract : ChannelContract
{
    protected override string Kind => FeedChannel.ChannelKind;

    protected override byte[] Sample { get; } = new FeedDelivery("Kitchen Notes", "https://blog.example/", "acme", new FeedEntry
    {
        Id = "tag:blog.example,2026:kettle",
        Link = "https://blog.example/kettle",
        Title = "My kettle",
        Author = new FeedAuthor("Ana Ruiz", Uri: null, Email: null),
        PublishedAt = new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero),
        Html = "<p>It <b>leaks</b></p>",
        Text = "It leaks",
        ContentHash = "c0ffee",
    }).ToBytes();
}
