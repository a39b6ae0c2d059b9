using System.Security.Cryptography;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Jobs;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Cases.Drafts;

public sealed class AttachmentTests : IAsyncLifetime
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
    public async Task File_goes_with_the_answer_byte_for_byte()
    {
        var content = RandomNumberGenerator.GetBytes(2_500_000);
        var file = await _company.AttachAsync(_case, "../plans/Übersicht.pdf", content);

        var sent = await _company.SendAsync(_company.Answer(_case) with { DraftId = file.DraftId });

        var (message, files) = await _company.OutgoingAsync(sent.Value.MessageId);
        var attachment = message.Attachments.ShouldHaveSingleItem();
        (attachment.Name, attachment.ContentType, attachment.Size, attachment.Inline).ShouldBe(("Übersicht.pdf", "application/pdf", content.Length, false));
        files[0].ShouldBe(content);
    }

    [Fact]
    public async Task Image_in_the_text_goes_inline_and_one_taken_out_of_the_text_goes_as_a_file()
    {
        var shown = await _company.AttachAsync(_case, "shown.png", [1, 2, 3], inline: true, "image/png");
        var dropped = await _company.AttachAsync(_case, "dropped.png", [4, 5], inline: true, "image/png");

        var text = $"Look: ![shown](cid:{Uri.EscapeDataString(shown.ContentId!)})";
        var sent = await _company.SendAsync(_company.Answer(_case, text) with { DraftId = shown.DraftId });

        var (message, _) = await _company.OutgoingAsync(sent.Value.MessageId);
        message.Attachments.Select(a => (a.Name, a.Inline)).ShouldBe([("shown.png", true), ("dropped.png", false)]);
        message.Html.ShouldNotBeNull().ShouldContain($"src=\"cid:{Uri.EscapeDataString(shown.ContentId!)}\"");
        dropped.DraftId.ShouldBe(shown.DraftId);
    }

    [Fact]
    public async Task Files_beyond_the_limit_of_the_channel_are_refused_in_words()
    {
        await LimitAsync(1);
        await _company.AttachAsync(_case, "first.bin", new byte[800_000]);

        var second = await _company.TryAttachAsync(_case, "second.bin", new byte[300_000]);

        second.Error!.Code.ShouldBe("attachments_too_large");
        second.Error.Message.ShouldBe("second.bin has 300 kB: the files of one message may have 1 MB in all on Support mail, and 200 kB are left.");
        (await _company.DbAsync(db => db.Attachments.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Limit_that_was_lowered_since_is_checked_again_when_the_answer_is_sent()
    {
        var file = await _company.AttachAsync(_case, "large.bin", new byte[1_500_000]);
        await LimitAsync(1);

        var sent = await _company.SendAsync(_company.Answer(_case) with { DraftId = file.DraftId });

        sent.Error!.Message.ShouldBe("These files have 1.5 MB: the files of one message may have 1 MB in all on Support mail. Take some out.");
        (await _company.DraftsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Note_takes_no_files_and_nothing_is_no_file()
    {
        (await _company.TryAttachAsync(_case, "a.pdf", [1], mode: DraftMode.Note)).Error?.Code.ShouldBe("notes_hold_no_files");
        await Should.ThrowAsync<FluentValidation.ValidationException>(() => _company.TryAttachAsync(_case, "a.pdf", []));
    }

    [Fact]
    public async Task File_of_a_draft_is_taken_out_by_its_writer_only_and_its_bytes_go_too()
    {
        var file = await _company.AttachAsync(_case, "a.pdf", [1, 2]);

        (await _company.SendAsync(new RemoveAttachment.Command(file.Id, _company.Ben))).Error?.Code.ShouldBe("no_such_attachment");
        (await _company.SendAsync(new RemoveAttachment.Command(file.Id, _company.Ana))).IsOk.ShouldBeTrue();
        (await ContentsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Discarded_draft_takes_its_files_along()
    {
        var file = await _company.AttachAsync(_case, "a.pdf", [1, 2]);

        await _company.SendAsync(new DiscardDraft.Command(file.DraftId!.Value, _company.Ana));

        (await ContentsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task File_handed_in_by_a_program_is_sent_once_and_only_by_it()
    {
        var program = _company.Ana with { AgentId = null, Name = "shop" };
        var other = program with { Name = "till" };
        var file = await _company.SendAsync(new UploadAttachment.Command(Draft: null, "label.pdf", "application/pdf", Inline: false, new MemoryStream([7]), program));
        var answer = _company.Answer(_case) with { Attachments = [file.Value.Id] };

        (await _company.SendAsync(answer with { Actor = other })).Error?.Code.ShouldBe("no_such_attachment");
        (await _company.SendAsync(answer with { Actor = program })).IsOk.ShouldBeTrue();
        (await _company.SendAsync(answer with { Actor = program })).Error?.Code.ShouldBe("no_such_attachment");
    }

    [Fact]
    public async Task Files_that_programs_never_sent_go_after_a_day_and_those_of_drafts_stay()
    {
        await _company.AttachAsync(_case, "kept.pdf", [1]);
        await _company.SendAsync(new UploadAttachment.Command(Draft: null, "label.pdf", "application/pdf", Inline: false, new MemoryStream([7]), _company.Ana with { AgentId = null }));
        _company.Clock.Advance(TimeSpan.FromHours(25));
        await _company.RunAsync<JobWorker>();

        await Eventually.IsAsync(async () => await _company.DbAsync(db => db.Attachments.CountAsync()) == 1);
        (await _company.DbAsync(db => db.Attachments.SingleAsync())).Name.ShouldBe("kept.pdf");
    }

    [Fact]
    public async Task File_of_a_draft_is_seen_by_who_may_read_the_draft()
    {
        await _company.AttachAsync(_case, "a.pdf", [1, 2]);

        async Task<int> SeenAsync(Actor actor) => await _company.DbAsync(db => db.Attachments.VisibleTo(actor, db).CountAsync());
        (await SeenAsync(_company.Ben), await SeenAsync(_company.Ben with { Hidden = [_company.Support.Id] }), await SeenAsync(_company.Rex)).ShouldBe((1, 0, 0));
    }

    private Task LimitAsync(int megabytes) => _company.SetAsync(db =>
        db.Channels.Where(c => c.Id == _company.Mail.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.AttachmentMegabytes, megabytes)));

    private Task<int> ContentsAsync() => _company.DbAsync(db => db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM attachment_contents").SingleAsync());
}
