using Inbox.Core.Cases;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Requests;

public sealed class IdempotencyTests : IAsyncLifetime
{
    private Company _company = null!;
    private long _case;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _case = await _company.MailAsync(Mails.Of());
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Same_key_gives_the_same_answer_and_one_change()
    {
        var first = await ReplyAsync("k1");
        _company.Clock.Advance(TimeSpan.FromMinutes(1));

        var second = await ReplyAsync("k1");

        second.Value.ShouldBe(first.Value);
        (await AnswersAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Other_keys_and_none_change_each_time()
    {
        await ReplyAsync("k1");
        await ReplyAsync("k2");
        await ReplyAsync(key: null);
        await ReplyAsync(key: null);

        (await AnswersAsync()).ShouldBe(4);
    }

    [Fact]
    public async Task Same_key_for_another_request_is_a_conflict()
    {
        await ReplyAsync("k1");

        var second = await ReplyAsync("k1", "Something else");

        second.Error!.Code.ShouldBe("idempotency_key_reused");
        (await AnswersAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Key_of_one_person_is_not_that_of_another()
    {
        await ReplyAsync("k1");

        (await _company.SendAsync(Command("k1") with { Actor = _company.Ana with { AgentId = null, Name = "token" } })).IsOk.ShouldBeTrue();

        (await AnswersAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Ten_at_once_with_one_key_are_one()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => ReplyAsync("k1"))));

        replies.Select(r => r.Value).Distinct().ShouldHaveSingleItem();
        (await AnswersAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Refused_request_does_not_use_up_its_key()
    {
        await _company.DbAsync(db => db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, CaseStatus.Closed)));
        (await ReplyAsync("k1")).Error!.Code.ShouldBe("case_closed");
        await _company.DbAsync(db => db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, CaseStatus.Open)));

        (await ReplyAsync("k1")).IsOk.ShouldBeTrue();
    }

    private Task<Result<ReplyToCase.Reply>> ReplyAsync(string? key, string text = "Hello") => _company.SendAsync(Command(key, text));

    private ReplyToCase.Command Command(string? key, string text = "Hello") =>
        new(_case, text, CaseStatus.Waiting, [], SeenMessageId: null, Anyway: true, _company.Ana, key);

    private Task<int> AnswersAsync() => _company.DbAsync(db => db.Messages.CountAsync(m => m.Direction == Direction.Outbound));
}
