using Inbox.Channels.Tests.Contract;
using Inbox.Core.Delivery;
using Inbox.Core.Delivery.Changes;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.Reddit;

public sealed class RedditChangesTests : AnsweringContract<RedditFarSide>
{
    protected override async Task<RedditFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync()) { Now = () => Now };

    [Fact]
    public async Task Refusal_that_comes_with_status_200_is_told_in_words()
    {
        var answer = await OwedAsync();
        await SendAsync();
        await StateIsAsync(OutboundState.Sent);
        await Company.RunAsync<AnswerChangeWorker>();
        Far.Refusal = ("THREAD_LOCKED", "Comments are locked", null);

        (await Company.SendAsync(new EditSentAnswer.Command(answer.Id, "Other words.", Company.Ana))).Error.ShouldBeNull();

        await UntilAsync(() => Company.DbAsync(db => db.AnswerChanges.AnyAsync(c => c.State == AnswerChangeState.Failed)));
        (await Company.DbAsync(db => db.AnswerChanges.Select(c => c.Detail).SingleAsync())).ShouldBe("The moderators have locked this conversation: nobody can answer there.");
        Far.Answers.ShouldBe([Answer]);
    }
}
