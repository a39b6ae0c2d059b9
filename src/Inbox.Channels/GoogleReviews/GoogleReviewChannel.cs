using System.Text.Json;
using Inbox.Channels.Google;
using Inbox.Channels.Reviews;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;

namespace Inbox.Channels.GoogleReviews;

/// <summary>What people say of a place of ours on Google Maps and in its search.</summary>
internal sealed class GoogleReviewChannel(GoogleApis apis, ChannelSecrets secrets, TimeProvider time) : ReviewChannel(secrets, time)
{
    public const string ChannelKind = HandleKinds.GoogleReviews;

    private const int UsualMinutes = 5;
    private const int MostMinutes = 1440;

    public override string Kind => ChannelKind;

    public override ChannelTraits Traits { get; } = new()
    {
        Icon = "google",
        HandleKind = HandleKinds.GoogleReviews,
        Noun = "review",
        Public = true,
        Polls = true,
        // ReviewReply.comment: 4096 bytes.
        PublicReply = new ReplyTerms { Limit = new TextLimit(4096, TextUnit.CodePoint) { MostBytes = 4096 }, Overwrites = true },
        ResendIsSafe = true,
        Edits = true,
        Deletes = true,
    };

    public override ChannelGuide Guide { get; } = new()
    {
        Title = "Google reviews",
        Words = "Reviews of a place on Google Maps, answered from here",
        AddressLabel = "Location",
        AddressHint = "For example accounts/1034/locations/5071. One channel for each location.",
        Steps =
        [
            "The location must be verified in your Google Business Profile: others take no replies.",
            "Apply for access to the Business Profile APIs at https://developers.google.com/my-business/content/prereqs. Google checks it by hand and answers within some days.",
            .. GoogleSignIn.StepsFor("Google My Business API", "https://www.googleapis.com/auth/business.manage", "an owner or manager of the location"),
            "Find the numbers of your account and location with the My Business Account Management API and the My Business Business Information API (accounts.list, then accounts.locations.list).",
        ],
        Fields = [.. GoogleSignIn.Fields, ReviewSettings.StarsField, ReviewSettings.EveryField(UsualMinutes)],
    };

    public override IReadOnlyDictionary<string, string> CheckSettings(string settings) => ReviewSettings.Check(settings, MostMinutes);

    protected override Review? Read(JsonElement json) => GoogleReview.Read(json);

    protected override IReviewSite Open(string address, string settings) => new GoogleReviewSite(apis.Business(GoogleSignIn.GrantOf(settings)), address);

    protected override ReviewPace PaceOf(string settings) =>
        new(TimeSpan.FromMinutes(ReviewSettings.Read(settings).PollMinutes ?? UsualMinutes), LooksAgain: 10, Watches: TimeSpan.FromDays(30));

    protected override string NotFound(string address) => $"Google finds no location “{address}”, or this account does not manage it.";
}
