using Inbox.Channels.Tests.Contract;
using Inbox.Core.Delivery;
using Inbox.Core.Delivery.Changes;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.GoogleReviews;

/// <summary>A review takes one reply, so an edit must never put an earlier one in the place of a later.</summary>
public sealed class GoogleReviewChangesTests : AnsweringContract<GoogleReviewFarSide>
{
    protected override async Task<GoogleReviewFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());

    [Fact]
    public async Task Reply_that_a_later_one_replaced_is_not_edited_and_an_edit_that_waits_is_given_up()
    {
        var first = await OwedAsync();
        await SendAsync();
        await StateIsAsync(OutboundState.Sent);
        (await EditAsync(first.Id)).Error.ShouldBeNull();

        await Company.AnswerAsync(first.CaseId!.Value, text: "A new one is on its way.");
        Company.Clock.Advance(TimeSpan.FromSeconds(10));
        await StateIsAsync(OutboundState.Sent);
        await Company.RunAsync<AnswerChangeWorker>();

        await UntilAsync(() => Company.DbAsync(db => db.AnswerChanges.AnyAsync(c => c.State == AnswerChangeState.Failed)));
        Far.Answers.ShouldBe(["A new one is on its way."]);
        (await EditAsync(first.Id)).Error!.Code.ShouldBe("replaced");
    }

    private Task<Core.Result<Core.Done>> EditAsync(long id) => Company.SendAsync(new EditSentAnswer.Command(id, "We look into it today.", Company.Ana));
}
