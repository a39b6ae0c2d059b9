using Inbox.Channels.GoogleReviews;
using Inbox.Channels.Tests.GoogleReviews;
using Inbox.Testing;

namespace Inbox.Channels.Tests.Contract;

public sealed class GoogleReviewContract : ChannelContract
{
    protected override string Kind => GoogleReviewChannel.ChannelKind;

    protected override byte[] Sample { get; } =
        """
        {"review":{"name":"accounts/1034/locations/5071/reviews/AbFvOq","reviewId":"AbFvOq","reviewer":{"displayName":"Ana Ruiz","isAnonymous":false},"starRating":"TWO","comment":"It leaks",
        "createTime":"2026-11-02T08:00:00.000001Z","updateTime":"2026-11-02T08:05:00Z","reviewReply":{"comment":"We look into it","updateTime":"2026-11-02T09:00:00Z"}}}
        """u8.ToArray();
}

public sealed class GoogleReviewPollingContract : SocialContract<GoogleReviewFarSide>
{
    protected override async Task<GoogleReviewFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

public sealed class GoogleReviewSendingContract : SendingContract<GoogleReviewFarSide>
{
    protected override async Task<GoogleReviewFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

public sealed class GoogleReviewChangingContract : ChangingContract<GoogleReviewFarSide>
{
    protected override async Task<GoogleReviewFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}
