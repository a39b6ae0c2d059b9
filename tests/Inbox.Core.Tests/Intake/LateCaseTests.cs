using System.Text.Json;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Intake;
using Inbox.Core.Mentions;
using Inbox.Testing;
using Inbox.Testing.Social;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Intake;

/// <summary>A post that is found first and told to us later.</summary>
public sealed class LateCaseTests : IAsyncLifetime
{
    private Company _company = null!;
    private Channel _watch = null!;
    private Channel _told = null!;

    public async Task InitializeAsync()
    {
        _company = await PinboardCompany.OpenAsync(new Pinboard());
        _watch = await _company.OpenDoorAsync("watch", watches: true);
        _told = await _company.OpenDoorAsync("told");
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task It_stays_one_message_and_gets_its_case_owner_and_clocks()
    {
        var found = await FileAsync(_watch, Pin("1"));
        found.CaseId.ShouldBeNull();
        _company.Clock.Advance(TimeSpan.FromMinutes(5));

        var told = await FileAsync(_told, Pin("1"));

        told.MessageId.ShouldBe(found.MessageId);
        var opened = await _company.CaseAsync(told.CaseId!.Value);
        (opened.Status, opened.ChannelId, opened.Preview, opened.MessageCount).ShouldBe((CaseStatus.New, _told.Id, "My kettle leaks", 1));
        opened.NextDueAt.ShouldBe(_company.Clock.GetUtcNow().AddMinutes(60));
        var message = await _company.DbAsync(db => db.Messages.AsNoTracking().SingleAsync());
        (message.CaseId, message.ChannelId).ShouldBe((opened.Id, _told.Id));
        message.AlsoChannelIds.ShouldBe([_watch.Id]);
    }

    [Fact]
    public async Task Both_in_one_batch_make_one_case()
    {
        await _company.ReceiveAsync(_watch, Bytes(Pin("1")));
        await _company.ReceiveAsync(_told, Bytes(Pin("1")));
        await _company.FilePendingAsync();

        (await _company.DbAsync(db => db.Messages.SingleAsync())).CaseId.ShouldBe((await _company.DbAsync(db => db.Cases.SingleAsync())).Id);
    }

    [Fact]
    public async Task What_answers_it_later_joins_the_case()
    {
        await FileAsync(_watch, Pin("1"));
        var told = await FileAsync(_told, Pin("1"));

        var reply = await FileAsync(_told, Pin("2", replyTo: "1"));

        reply.CaseId.ShouldBe(told.CaseId);
    }

    [Fact]
    public async Task It_joins_the_case_that_an_answer_to_it_has_opened()
    {
        await FileAsync(_watch, Pin("1"));
        var reply = await FileAsync(_told, Pin("2", replyTo: "1"));

        (await FileAsync(_told, Pin("1"))).CaseId.ShouldBe(reply.CaseId);

        (await _company.CaseAsync(reply.CaseId!.Value)).MessageCount.ShouldBe(2);
    }

    [Fact]
    public async Task Edit_that_is_told_to_us_opens_it_too_and_the_words_follow()
    {
        await FileAsync(_watch, Pin("1"));

        var told = await FileAsync(_told, Pin("1", text: "@acme my kettle leaks", version: 1));

        told.CaseId.ShouldNotBeNull();
        (await _company.DbAsync(db => db.Messages.SingleAsync())).ReplyText.ShouldBe("@acme my kettle leaks");
    }

    [Fact]
    public async Task Case_that_a_person_opened_meanwhile_is_the_only_one()
    {
        var found = await FileAsync(_watch, Pin("1"));
        var opened = await _company.SendAsync(new OpenCaseFromMention.Command(found.MessageId!.Value, DepartmentId: null, _company.Ana));

        (await FileAsync(_told, Pin("1"))).CaseId.ShouldBe(opened.Value);

        (await _company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1);
    }

    private Pin Pin(string id, string? replyTo = null, string text = "My kettle leaks", int version = 0) =>
        new(id, "ana", "Ana Ruiz", text, Visibility.Public, replyTo, _company.Clock.GetUtcNow(), version, Deleted: false, Key: null);

    private async Task<InboundDelivery> FileAsync(Channel door, Pin pin) => (await _company.FileAsync(door, Bytes(pin)))[0];

    private static byte[] Bytes(Pin pin) => JsonSerializer.SerializeToUtf8Bytes(pin, JsonSerializerOptions.Web);
}
