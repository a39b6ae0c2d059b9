using Inbox.Channels.Tests.Contract;
using Inbox.Core.Delivery;
using Inbox.Core.Delivery.Changes;
using Inbox.Testing;

namespace Inbox.Channels.Tests.WordPress;

public sealed class WordPressChangesTests : AnsweringContract<WordPressFarSide>
{
    protected override async Task<WordPressFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());

    [Fact]
    public async Task Blog_without_a_trash_deletes_at_once()
    {
        Far.HasNoTrash = true;
        var answer = await OwedAsync();
        await SendAsync();
        await StateIsAsync(OutboundState.Sent);
        await Company.RunAsync<AnswerChangeWorker>();

        (await Company.SendAsync(new DeleteSentAnswer.Command(answer.Id, Company.Ana))).Error.ShouldBeNull();

        await UntilAsync(() => Task.FromResult(Far.Answers.Count == 0));
    }
}
