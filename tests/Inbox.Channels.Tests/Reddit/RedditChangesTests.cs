using Inbox.Channels.Tests.Contract;
using Inbox.Core.Cases;
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
        var answer = await SentAsync();
        Far.Refusal = ("THREAD_LOCKED", "Comments are locked", null);

        (await Company.SendAsync(new EditSentAnswer.Command(answer.Id, "Other words.", Company.Ana))).Error.ShouldBeNull();

        (await FailureAsync()).ShouldBe("The moderators have locked this conversation: nobody can answer there.");
        Far.Answers.ShouldBe([Answer]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Access_that_was_given_before_answers_could_be_changed_says_what_to_allow(bool edits)
    {
        var answer = await SentAsync();
        Far.LacksEdit = true;

        (edits
            ? await Company.SendAsync(new EditSentAnswer.Command(answer.Id, "Other words.", Company.Ana))
            : await Company.SendAsync(new DeleteSentAnswer.Command(answer.Id, Company.Ana))).Error.ShouldBeNull();

        (await FailureAsync()).ShouldNotBeNull().ShouldContain("scope “edit”");
        Far.Answers.ShouldBe([Answer]);
    }

    private async Task<Message> SentAsync()
    {
        var answer = await OwedAsync();
        await SendAsync();
        await StateIsAsync(OutboundState.Sent);
        await Company.RunAsync<AnswerChangeWorker>();
        return answer;
    }

    private async Task<string?> FailureAsync()
    {
        await UntilAsync(() => Company.DbAsync(db => db.AnswerChanges.AnyAsync(c => c.State == AnswerChangeState.Failed)));
        return await Company.DbAsync(db => db.AnswerChanges.Select(c => c.Detail).SingleAsync());
    }
}
