using Inbox.Channels.Tests.Contract;
using Inbox.Core.Delivery;
using Inbox.Core.Delivery.Changes;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.YouTube;

public sealed class YouTubeChangesTests : AnsweringContract<YouTubeFarSide>
{
    protected override async Task<YouTubeFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());

    [Fact]
    public async Task Comment_that_may_not_be_edited_is_no_lost_access()
    {
        var answer = await OwedAsync();
        await SendAsync();
        await StateIsAsync(OutboundState.Sent);
        await Company.RunAsync<AnswerChangeWorker>();
        Far.RefusesAnswers = "forbidden";

        (await Company.SendAsync(new EditSentAnswer.Command(answer.Id, "Other words.", Company.Ana))).Error.ShouldBeNull();

        await UntilAsync(() => Company.DbAsync(db => db.AnswerChanges.AnyAsync(c => c.State == AnswerChangeState.Failed)));
        (await DoorAsync()).SendingProblem.ShouldBeNull();
        Far.Answers.ShouldBe([Answer]);
    }
}
