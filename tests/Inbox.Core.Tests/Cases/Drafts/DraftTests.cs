using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Live;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Cases.Drafts;

public sealed class DraftTests : IAsyncLifetime
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
    public async Task Draft_is_one_of_each_mode_a_case_and_agent()
    {
        var first = await _company.DraftAsync(_case, "Dear");
        var again = await _company.DraftAsync(_case, "Dear Nora", revision: first.Revision);
        await _company.DraftAsync(_case, "look at this", mode: DraftMode.Note);
        await _company.DraftAsync(caseId: null, "Hello there", mode: DraftMode.New);
        await _company.DraftAsync(caseId: null, "Hello there, Paul", mode: DraftMode.New, revision: 1);

        again.DraftId.ShouldBe(first.DraftId);
        (await _company.DraftsAsync()).Select(d => (d.Mode, d.Text)).ShouldBe(
            [(DraftMode.Reply, "Dear Nora"), (DraftMode.Note, "look at this"), (DraftMode.New, "Hello there, Paul")]);
    }

    [Fact]
    public async Task Older_window_wins_and_what_it_did_not_know_of_is_kept_until_it_was_looked_at()
    {
        await _company.DraftAsync(_case, "written in one window");
        var second = await _company.DraftAsync(_case, "written in another", revision: 0);

        second.Other.ShouldBe("written in one window");
        var settled = await _company.SendAsync(new SaveDraft.Command(_case, DraftMode.Reply, "both", second.Revision, _company.Ana) { OtherSeen = true });
        settled.Value.Other.ShouldBeNull();
        (await _company.DraftsAsync()).ShouldHaveSingleItem().Text.ShouldBe("both");
    }

    [Fact]
    public async Task Window_that_holds_all_words_of_the_newer_draft_replaces_nothing()
    {
        await _company.DraftAsync(_case, "Dear Nora");

        (await _company.DraftAsync(_case, "Dear Nora, we look", revision: 0)).Other.ShouldBeNull();
    }

    [Fact]
    public async Task Draft_without_words_or_files_is_gone()
    {
        var saved = await _company.DraftAsync(_case, "Dear");
        var emptied = await _company.DraftAsync(_case, " ", revision: saved.Revision);

        emptied.DraftId.ShouldBeNull();
        (await _company.DraftsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Colleagues_read_it_contractors_and_those_who_may_not_read_the_case_do_not()
    {
        await _company.DraftAsync(_case, "Dear Nora");
        await _company.DraftAsync(caseId: null, "Hello", mode: DraftMode.New);
        await _company.SendAsync(new ChangeDepartment.Command(_case, _company.Repair.Id, "please look", _company.Ana));

        async Task<int> SeenAsync(Actor actor) => await _company.DbAsync(db => db.Drafts.VisibleTo(actor, db.Cases).CountAsync());
        (await SeenAsync(_company.Ana)).ShouldBe(2);
        (await SeenAsync(_company.Ben)).ShouldBe(1);
        (await SeenAsync(_company.Ben with { Hidden = [_company.Support.Id] })).ShouldBe(0);
        (await SeenAsync(_company.Rex)).ShouldBe(0);
    }

    [Fact]
    public async Task Answer_is_drafted_only_by_who_may_send_it_a_note_by_who_reads()
    {
        var answer = await _company.SendAsync(new SaveDraft.Command(_case, DraftMode.Reply, "Dear", 0, _company.Ben));
        var note = await _company.SendAsync(new SaveDraft.Command(_case, DraftMode.Note, "look", 0, _company.Ben));
        var hidden = await _company.SendAsync(new SaveDraft.Command(_case, DraftMode.Note, "look", 0, _company.Ben with { Hidden = [_company.Support.Id] }));
        var program = await _company.SendAsync(new SaveDraft.Command(_case, DraftMode.Note, "look", 0, _company.Ana with { AgentId = null }));

        (answer.Error?.Code, note.IsOk, hidden.Error?.Code, program.Error?.Code).ShouldBe(("case_not_yours", true, "case_not_found", "agents_only"));
    }

    [Fact]
    public async Task Sending_takes_the_draft_away_and_a_refused_answer_leaves_it()
    {
        var draft = await _company.DraftAsync(_case, "Dear Nora");

        var refused = await _company.SendAsync(_company.Answer(_case) with { DraftId = draft.DraftId, To = [] });
        refused.IsOk.ShouldBeFalse();
        (await _company.DraftsAsync()).Count.ShouldBe(1);

        (await _company.SendAsync(_company.Answer(_case) with { DraftId = draft.DraftId })).IsOk.ShouldBeTrue();
        (await _company.DraftsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Words_of_another_window_that_nobody_looked_at_stay_a_draft_after_sending()
    {
        await _company.DraftAsync(_case, "from the desk");
        var draft = await _company.DraftAsync(_case, "from the train", revision: 0);

        (await _company.SendAsync(_company.Answer(_case, "from the train") with { DraftId = draft.DraftId })).IsOk.ShouldBeTrue();

        (await _company.DraftsAsync()).ShouldHaveSingleItem().Text.ShouldBe("from the desk");
    }

    [Fact]
    public async Task Note_takes_its_draft_away()
    {
        var draft = await _company.DraftAsync(_case, "look", mode: DraftMode.Note);

        await _company.SendAsync(new AddNote.Command(_case, "look at this", SharedOutside: false, _company.Ana) { DraftId = draft.DraftId });

        (await _company.DraftsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Discarding_is_for_ones_own()
    {
        var draft = await _company.DraftAsync(_case, "Dear Nora");

        (await _company.SendAsync(new DiscardDraft.Command(draft.DraftId!.Value, _company.Ben))).Error?.Code.ShouldBe("no_such_draft");
        (await _company.SendAsync(new DiscardDraft.Command(draft.DraftId.Value, _company.Ana))).IsOk.ShouldBeTrue();
        (await _company.DraftsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Undone_answer_is_a_draft_again_with_its_people_and_files_before_what_was_begun_since()
    {
        var draft = await _company.DraftAsync(_case, "first");
        await _company.AttachAsync(_case, "bill.pdf", Writing.Bytes("bill"));
        var sent = await _company.SendAsync(_company.Answer(_case, "first") with { DraftId = draft.DraftId, To = ["nora@mail.example"], Bcc = ["audit@acme.example"] });
        await _company.DraftAsync(_case, "second");

        var undone = await _company.SendAsync(new UndoReply.Command(sent.Value.MessageId, _company.Ana));

        undone.Value.Mode.ShouldBe(DraftMode.Reply);
        var back = (await _company.DraftsAsync()).ShouldHaveSingleItem();
        (back.Text, back.To![0], back.Bcc![0]).ShouldBe(("first\n\nsecond", "nora@mail.example", "audit@acme.example"));
        var file = await _company.DbAsync(db => db.Attachments.SingleAsync());
        (file.DraftId, file.MessageId).ShouldBe((back.Id, null));
        (await _company.DbAsync(db => db.Messages.CountAsync(m => m.Direction == Direction.Outbound))).ShouldBe(0);
    }

    [Fact]
    public async Task Draft_follows_its_case_when_that_is_joined_to_another()
    {
        var other = await _company.MailAsync(Mails.Of(subject: "The same again"));
        await _company.DraftAsync(_case, "Dear Nora");

        (await _company.SendAsync(new MergeCases.Command(_case, other, _company.Ana))).IsOk.ShouldBeTrue();

        (await _company.DraftsAsync()).ShouldHaveSingleItem().CaseId.ShouldBe(other);
        (await _company.DraftAsync(_case, "Dear Nora, both", revision: 1)).DraftId.ShouldBe((await _company.DraftsAsync()).Single().Id);
    }

    [Fact]
    public async Task Open_pages_hear_that_somebody_begins_to_write_and_not_every_letter()
    {
        var heard = new List<string>();
        await _company.RunAsync<LiveNotifier>();
        await using var listening = new Npgsql.NpgsqlConnection(_company.ConnectionString);
        await listening.OpenAsync();
        listening.Notification += (_, e) => heard.Add(e.Payload);
        await using (var listen = new Npgsql.NpgsqlCommand($"LISTEN {LiveNotifier.CasesTopic}", listening))
        {
            await listen.ExecuteNonQueryAsync();
        }

        var saved = await _company.DraftAsync(_case, "D");
        await listening.WaitAsync(TimeSpan.FromSeconds(60));
        heard.ShouldBe([$"{_case}"]);
        for (var letter = 0; letter < 3; letter++)
        {
            saved = await _company.DraftAsync(_case, "Dear" + letter, revision: saved.Revision);
        }

        (await listening.WaitAsync(500)).ShouldBeFalse();
        _company.Clock.Advance(TimeSpan.FromMinutes(2));
        await _company.DraftAsync(_case, "Dear Nora", revision: saved.Revision);
        (await listening.WaitAsync(60_000)).ShouldBeTrue();
    }
}
