using Inbox.Core.Channels.Guides;

namespace Inbox.Channels.Meta;

/// <summary>Fields that the forms of the three networks share.</summary>
internal static class MetaFields
{
    public static IReadOnlyList<ChannelField> App { get; } =
    [
        new("appId", "App id", ChannelFieldType.Text) { Hint = "With it, Inbox knows when the access token ends." },
        new("appSecret", "App secret", ChannelFieldType.Secret) { Hint = "Meta signs with it what it sends: without it nothing is taken." },
        new("oldAppSecret", "App secret before", ChannelFieldType.Secret) { Hint = "Only while the secret is being changed: both are good until you take this one out." },
        new("verifySecret", "Verify token", ChannelFieldType.Secret) { Hint = "A long word of your own. Meta repeats it when it first calls." },
    ];

    public static ChannelField HumanAgent { get; } = new("humanAgent", "Meta has granted this app the Human Agent feature", ChannelFieldType.Flag)
    {
        Hint = "Private messages can then be answered for seven days instead of 24 hours.",
    };

    public static ChannelField Graph { get; } = new("graphUrl", "Address of the Graph API", ChannelFieldType.Text)
    {
        Hint = $"Leave it blank for {MetaSettings.UsualGraph}.",
    };
}
