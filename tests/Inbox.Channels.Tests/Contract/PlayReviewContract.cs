using Inbox.Channels.PlayReviews;
using Inbox.Channels.Tests.PlayReviews;
using Inbox.Testing;

namespace Inbox.Channels.Tests.Contract;

public sealed class PlayReviewContract : ChannelContract
{
    protected override string Kind => PlayReviewChannel.ChannelKind;

    protected override byte[] Sample { get; } =
        """
        {"review":{"reviewId":"gp:AOqpTOE","authorName":"Ana Ruiz","comments":[{"userComment":{"text":"Leaks\tSince version 3","lastModified":{"seconds":"1793606400","nanos":123000000},"starRating":2,
        "reviewerLanguage":"en","device":"FP5","androidOsVersion":34,"appVersionCode":31,"appVersionName":"3.1","thumbsUpCount":7,"thumbsDownCount":2}},
        {"developerComment":{"text":"We look into it","lastModified":{"seconds":"1793606500"}}}]}}
        """u8.ToArray();
}

public sealed class PlayReviewPollingContract : SocialContract<PlayFarSide>
{
    protected override async Task<PlayFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

public sealed class PlayReviewSendingContract : SendingContract<PlayFarSide>
{
    protected override async Task<PlayFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

public sealed class PlayReviewChangingContract : ChangingContract<PlayFarSide>
{
    protected override async Task<PlayFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}
