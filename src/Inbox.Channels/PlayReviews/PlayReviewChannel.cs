using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Google;
using Inbox.Channels.Reviews;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;

namespace Inbox.Channels.PlayReviews;

/// <summary>What people say of an app of ours on Google Play.</summary>
internal sealed class PlayReviewChannel(GoogleApis apis, ChannelSecrets secrets, TimeProvider time) : ReviewChannel(secrets, time), IRefreshesReach
{
    public const string ChannelKind = HandleKinds.PlayReviews;

    private const string Scope = "https://www.googleapis.com/auth/androidpublisher";
    private const int UsualMinutes = 15;

    /// <summary>The API tells of a week; an hour leaves room for a far side that fails for days.</summary>
    private const int MostMinutes = 60;

    /// <summary>Of 200, so that a person who tries the settings is let through.</summary>
    private readonly CallBudget _budget = new(180, time);

    public override string Kind => ChannelKind;

    public override ChannelTraits Traits { get; } = new()
    {
        Icon = "google-play",
        HandleKind = HandleKinds.PlayReviews,
        Noun = "review",
        Public = true,
        Polls = true,
        PublicReply = new ReplyTerms { Limit = new TextLimit(350, TextUnit.Utf16), Overwrites = true },
        ResendIsSafe = true,
        Edits = true,
    };

    public override ChannelGuide Guide { get; } = new()
    {
        Title = "Google Play reviews",
        Words = "Reviews of an Android app, answered from here",
        AddressLabel = "Package name",
        AddressHint = "For example com.example.app. One channel for each app.",
        Steps =
        [
            "In the Google Cloud console, make a project and switch on the Google Play Android Developer API.",
            "Make a service account in it, and for the account a key of the type JSON. Google hands out a file: paste the whole of it here.",
            "In the Play Console under “Users and permissions”, invite the address of the service account. Give it “View app information” and “Reply to reviews” for the app.",
            "It may take a day until Google lets the account in.",
        ],
        Fields =
        [
            new("serviceAccountSecret", "Key of the service account", ChannelFieldType.Secret) { Hint = "The whole JSON file." },
            ReviewSettings.StarsField,
            ReviewSettings.EveryField(UsualMinutes) with { Hint = "At most 60: Google Play tells of the last week only." },
        ],
    };

    /// <summary>Each review is a question of its own, and those are few.</summary>
    public int MostAtOnce => 5;

    /// <summary>Beyond that nothing is told.</summary>
    protected override TimeSpan History => TimeSpan.FromDays(7);

    public override IReadOnlyDictionary<string, string> CheckSettings(string settings) => ReviewSettings.Check(settings, MostMinutes);

    /// <summary>How many thumbs a review has.</summary>
    public async Task<ReachReading> ReadReachAsync(IReadOnlyList<string> externalIds, ChannelInfo channel, CancellationToken cancellationToken)
    {
        List<ReachFigures> figures = [];
        try
        {
            var site = Open(channel);
            foreach (var id in externalIds)
            {
                if (await site.FindAsync(id, cancellationToken) is { } json && PlayReview.Read(json) is { } review)
                {
                    figures.Add(new ReachFigures(id, review.Reach, PlayReview.ThumbsUp(json), 0, 0));
                }
            }

            return new ReachReading(figures);
        }
        catch (ApiException e)
        {
            return e.ToReach();
        }
    }

    protected override Review? Read(JsonElement json) => PlayReview.Read(json);

    protected override IReviewSite Open(string address, string settings) =>
        new PlayReviewSite(apis.Play(GoogleServiceAccount.Read(KeyOf(settings) ?? "", Scope)), address, _budget);

    /// <summary>Whether one that is older than the API tells of was deleted cannot be known.</summary>
    protected override ReviewPace PaceOf(string settings) =>
        new(TimeSpan.FromMinutes(ReviewSettings.Read(settings).PollMinutes ?? UsualMinutes), LooksAgain: 10, Watches: TimeSpan.FromDays(6));

    protected override string NotFound(string address) => $"Google Play finds no app “{address}”, or the service account is not invited to it.";

    private static string? KeyOf(string settings) => ReviewSettings.TryRead<Keys>(settings)?.ServiceAccountSecret;

    private sealed record Keys(string? ServiceAccountSecret);
}
