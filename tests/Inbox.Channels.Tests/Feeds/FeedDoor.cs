using Inbox.Channels.Feeds;
using Inbox.Channels.Feeds.WebSub;
using Inbox.Channels.Http;
using Inbox.Core;
using Inbox.Core.Channels;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Feeds;

/// <summary>A door to feeds that may read this machine, at a time that the test sets.</summary>
internal sealed class FeedDoor
{
    private readonly Clock _clock;

    public FeedDoor(DateTimeOffset now, string publicUrl = "")
    {
        _clock = new Clock(now);
        Channel = new FeedChannel(Clients, new FeedHubs(Clients, new ChannelSecrets(new EphemeralDataProtectionProvider()), Keep, PublicAddress.Of(publicUrl), _clock), _clock);
    }

    public static IHttpClientFactory Clients { get; } = ClientsWith("Inbox:AllowPrivateNetworks", "true");

    public FeedChannel Channel { get; }

    /// <summary>What the door has stored as its secret.</summary>
    public string? Secret { get; private set; }

    public DateTimeOffset Now
    {
        get => _clock.GetUtcNow();
        set => _clock.Now = value;
    }

    public static IHttpClientFactory ClientsWith(string setting, string value) =>
        new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build()).AddGuardedHttp()
            .BuildServiceProvider().GetRequiredService<IHttpClientFactory>();

    public static ChannelInfo Info(Uri address, string settings = "{}") => new(7, "kitchen", "feed", "Kitchen", address.ToString(), settings, []);

    public IncomingMessage Parse(RawItem item, ChannelInfo info) => Channel.Parse(new RawMessage(1, item.Content, item.ContentType, Now, Import: false), info);

    private Task Keep(long channelId, string secret)
    {
        Secret = secret;
        return Task.CompletedTask;
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
