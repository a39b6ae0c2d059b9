using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Reviews;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;

namespace Inbox.Channels.AppStore;

/// <summary>What people say of an app of ours in the App Store.</summary>
internal sealed class AppStoreChannel(ApiTransport transport, FarAddresses addresses, ChannelSecrets secrets, TimeProvider time) : ReviewChannel(secrets, time)
{
    public const string ChannelKind = HandleKinds.AppStore;

    private const int UsualMinutes = 15;
    private const int MostMinutes = 1440;

    private readonly TimeProvider _time = time;

    public override string Kind => ChannelKind;

    public override ChannelTraits Traits { get; } = new()
    {
        Icon = "apple",
        HandleKind = HandleKinds.AppStore,
        Noun = "review",
        Public = true,
        Polls = true,
        PublicReply = new ReplyTerms { Limit = new TextLimit(5970, TextUnit.Utf16), Overwrites = true },
        ResendIsSafe = true,
        Edits = true,
        Deletes = true,
    };

    public override ChannelGuide Guide { get; } = new()
    {
        Title = "App Store reviews",
        Words = "Reviews of an app for iPhone, iPad or Mac, answered from here",
        AddressLabel = "Apple ID of the app",
        AddressHint = "A number: App Store Connect shows it under App Information. One channel for each app.",
        Steps =
        [
            "In App Store Connect under “Users and Access”, open “Integrations” and ask for access to the App Store Connect API if it is not there yet. Only the Account Holder can.",
            "Make a team key with the role “Customer Support”. Copy the issuer id and the key id into the fields here.",
            "Download the key. Apple hands out the .p8 file once: paste the whole of it here.",
        ],
        Fields =
        [
            new("issuerId", "Issuer id", ChannelFieldType.Text),
            new("keyId", "Key id", ChannelFieldType.Text),
            new("privateKeySecret", "Private key", ChannelFieldType.Secret) { Hint = "The whole .p8 file." },
            ReviewSettings.StarsField,
            ReviewSettings.EveryField(UsualMinutes),
        ],
    };

    public override IReadOnlyDictionary<string, string> CheckSettings(string settings) => ReviewSettings.Check(settings, MostMinutes);

    protected override Review? Read(JsonElement json) => AppStoreReview.Read(json);

    protected override IReviewSite Open(string address, string settings) => new AppStoreSite(new AppStoreApi(transport, AppStoreKey.Of(settings), addresses.AppStore, _time), address);

    protected override ReviewPace PaceOf(string settings) =>
        new(TimeSpan.FromMinutes(ReviewSettings.Read(settings).PollMinutes ?? UsualMinutes), LooksAgain: 10, Watches: TimeSpan.FromDays(30));

    protected override string NotFound(string address) => $"App Store Connect finds no app {address}, or the key may not see it.";
}
