using System.Text.Json;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;
using Inbox.Testing;
using Inbox.Testing.Social;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Cases;

/// <summary>How an answer leaves a channel that has rules of its own, on a case whose pins are handed in as they come.</summary>
public sealed class AnswerWaysTests : IAsyncLifetime
{
    private readonly Pinboard _board = new();
    private Company _company = null!;
    private Channel _door = null!;

    public async Task InitializeAsync()
    {
        _company = await PinboardCompany.OpenAsync(_board);
        _door = await _company.OpenDoorAsync();
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Answer_is_as_public_as_the_message_and_bare_text()
    {
        await _company.SetAsync(db => db.Departments.ExecuteUpdateAsync(set => set.SetProperty(d => d.Signature, "Acme Support")));
        var answer = await SentAsync(Reply(await PinAsync("My kettle leaks"), "Sorry! **We** look."));

        (answer.Visibility, answer.Text, answer.Format, answer.Html).ShouldBe((Visibility.Public, "Sorry! **We** look.", TextFormat.Plain, null));
    }

    [Fact]
    public async Task Too_long_a_text_is_refused_with_its_length()
    {
        var caseId = await PinAsync("My kettle leaks");

        var refused = await _company.SendAsync(Reply(caseId, new string('a', 501)));

        (refused.Error!.Code, refused.Error.Message).ShouldBe(("text_too_long", "The text has 501 characters; here at most 500 are taken (a link counts as 23). Shorten it."));
        (await _company.SendAsync(Reply(caseId, new string('a', 500)))).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Limit_that_the_server_told_of_its_own_holds()
    {
        await _company.SetAsync(db => db.Channels.Where(c => c.Id == _door.Id).ForEachAsync(c => c.TextLimit = new TextLimit(10, TextUnit.Grapheme)));

        (await _company.SendAsync(Reply(await PinAsync("My kettle leaks"), "Hello there"))).Error!.Code.ShouldBe("text_too_long");
    }

    [Fact]
    public async Task Private_answer_after_the_window_is_refused_and_one_scheduled_past_it_too()
    {
        var caseId = await PinAsync("Between us", Visibility.Private);
        (await _company.SendAsync(Reply(caseId, "Hello") with { SendAt = _company.Clock.GetUtcNow().AddHours(25) })).Error!.Code.ShouldBe("reply_window_over");

        _company.Clock.Advance(TimeSpan.FromHours(24));

        var refused = await _company.SendAsync(Reply(caseId, "Hello"));
        (refused.Error!.Code, refused.Error.Message).ShouldBe(("reply_window_over", "Pins took private answers to this message until 3 Nov 2026, 09:00 UTC. Reach the customer another way."));
    }

    [Fact]
    public async Task Private_message_takes_no_public_answer() =>
        (await _company.SendAsync(Reply(await PinAsync("Between us", Visibility.Private), "Hello") with { Visibility = Visibility.Public, PublicAnyway = true })).Error!.Code.ShouldBe("cannot_answer_so");

    [Fact]
    public async Task Public_answer_after_private_words_asks_first()
    {
        var first = _board.Post(_company.Clock.GetUtcNow(), "My kettle leaks");
        var caseId = await FileAsync(first);
        await SentAsync(Reply(caseId, "Tell us your order") with { Visibility = Visibility.Private });
        await FileAsync(_board.Post(_company.Clock.GetUtcNow(), "And now?", replyTo: first));

        (await _company.SendAsync(Reply(caseId, "Soon"))).Error!.Code.ShouldBe("goes_public");
        (await _company.SendAsync(Reply(caseId, "Soon") with { PublicAnyway = true })).IsOk.ShouldBeTrue();
        (await _company.DbAsync(db => db.Messages.OrderBy(m => m.Id).Select(m => m.Visibility).ToListAsync()))
            .ShouldBe([Visibility.Public, Visibility.Private, Visibility.Public, Visibility.Public]);
    }

    [Fact]
    public async Task Post_takes_one_private_answer()
    {
        var caseId = await PinAsync("My kettle leaks");
        await SentAsync(Reply(caseId, "In private") with { Visibility = Visibility.Private });

        (await _company.SendAsync(Reply(caseId, "Once more") with { Visibility = Visibility.Private })).Error!.Code.ShouldBe("reply_closed");
    }

    private ReplyToCase.Command Reply(long caseId, string text) => new(caseId, text, CaseStatus.Waiting, [], SeenMessageId: null, Anyway: true, _company.Ana) { Format = TextFormat.Markdown };

    private async Task<Message> SentAsync(ReplyToCase.Command command)
    {
        var sent = await _company.SendAsync(command);
        sent.Error.ShouldBeNull();
        return await _company.DbAsync(db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == sent.Value.MessageId));
    }

    private Task<long> PinAsync(string text, Visibility visibility = Visibility.Public) => FileAsync(_board.Post(_company.Clock.GetUtcNow(), text, visibility: visibility));

    private async Task<long> FileAsync(string id) =>
        (await _company.FileAsync(_door, JsonSerializer.SerializeToUtf8Bytes(_board.Find(id), JsonSerializerOptions.Web)))[0].CaseId!.Value;
}
