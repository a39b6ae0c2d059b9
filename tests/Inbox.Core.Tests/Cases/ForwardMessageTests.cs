using Inbox.Core.Cases;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Sla;
using Inbox.Core.Tests.Cases.Drafts;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Cases;

/// <summary>Messages to third parties: no clock stops, nothing waits for the customer, and what comes back is known for what it is.</summary>
public sealed class ForwardMessageTests : IAsyncLifetime
{
    private const string Courier = "desk@courier.example";
    private Company _company = null!;
    private long _case;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _case = await _company.MailAsync(Mails.Of(text: "The parcel is wet.\r\nAnd late."));
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Message_to_third_parties_is_no_answer()
    {
        var sent = await _company.SendAsync(Forward());

        var @case = await _company.CaseAsync(_case);
        (@case.Status, @case.LastAnswerAt).ShouldBe((CaseStatus.New, null));
        (await ClockAsync(SlaMetric.FirstReply)).StoppedAt.ShouldBeNull();
        var (message, _) = await _company.OutgoingAsync(sent.Value.MessageId);
        (message.To.Single().Address, message.Subject, message.Quoted, message.InReplyTo).ShouldBe((Courier, "Fwd: Third repair", null, null));
    }

    [Fact]
    public async Task Case_waits_for_them_when_the_agent_says_so()
    {
        await _company.SendAsync(Forward() with { OnHold = true });

        (await _company.CaseAsync(_case)).Status.ShouldBe(CaseStatus.OnHold);
        (await ClockAsync(SlaMetric.FirstReply)).IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task Their_answer_joins_as_a_third_partys_and_is_not_what_reply_answers()
    {
        var sent = await _company.SendAsync(Forward() with { OnHold = true });
        var ours = await _company.MessageAsync(sent.Value.MessageId);

        (await _company.MailAsync(Mails.Of(from: $"Courier <{Courier}>", inReplyTo: ours.ExternalId, text: "It rained."))).ShouldBe(_case);

        var theirs = await _company.DbAsync(db => db.Messages.OrderBy(m => m.Id).LastAsync());
        (theirs.Guest, theirs.Direction).ShouldBe((false, Direction.Inbound));
        (await _company.CaseAsync(_case)).Status.ShouldBe(CaseStatus.Open);
        var reply = await _company.SendAsync(_company.Answer(_case));
        (await _company.MessageAsync(reply.Value.MessageId)).To.Single().Address.ShouldBe("nora@mail.example");
    }

    [Fact]
    public async Task Customer_is_written_to_by_reply()
    {
        var refused = await _company.SendAsync(Forward() with { Cc = ["nora@mail.example"] });

        refused.Error!.Message.ShouldBe("nora@mail.example is on the customer's side of this case. Use Reply to write to them.");
        (await _company.DbAsync(db => db.Participants.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Undone_it_is_a_draft_to_third_parties_again_and_the_status_is_as_before()
    {
        var sent = await _company.SendAsync(Forward() with { OnHold = true });

        (await _company.SendAsync(new UndoReply.Command(sent.Value.MessageId, _company.Ana))).Value.Mode.ShouldBe(DraftMode.Forward);

        (await _company.CaseAsync(_case)).Status.ShouldBe(CaseStatus.New);
        var draft = (await _company.DraftsAsync()).Single();
        (draft.Mode, draft.To!.Single(), draft.Subject).ShouldBe((DraftMode.Forward, Courier, "Fwd: Third repair"));
    }

    [Fact]
    public async Task Undone_answer_leaves_what_an_earlier_message_to_third_parties_did_not_answer()
    {
        await _company.SendAsync(Forward());
        var answer = await _company.SendAsync(_company.Answer(_case));

        await _company.SendAsync(new UndoReply.Command(answer.Value.MessageId, _company.Ana));

        (await _company.CaseAsync(_case)).LastAnswerAt.ShouldBeNull();
        (await ClockAsync(SlaMetric.FirstReply)).IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task Begun_from_a_message_it_quotes_it_and_brings_its_files()
    {
        await MailWithFileAsync();
        var message = await _company.DbAsync(db => db.Messages.OrderBy(m => m.Id).LastAsync());

        var begun = await _company.SendAsync(new BeginForward.Command(_case, message.Id, _company.Ana));

        begun.Value.LeftOut.ShouldBeEmpty();
        var draft = (await _company.DraftsAsync()).Single();
        draft.Subject.ShouldBe("Fwd: Photo");
        draft.Text.ShouldStartWith("\n\n---- Forwarded message ----\nFrom: Nora Vale (nora@mail.example)\nDate: Mon, 2 Nov 2026, 08:59 UTC\nSubject: Photo\n\n> See the photo.");
        var sent = await _company.SendAsync(Forward() with { DraftId = draft.Id });
        var (outgoing, files) = await _company.OutgoingAsync(sent.Value.MessageId);
        (outgoing.Attachments.Single().Name, System.Text.Encoding.ASCII.GetString(files[0])).ShouldBe(("photo.txt", "wet"));
        (await _company.DbAsync(db => db.Attachments.CountAsync(a => a.MessageId == message.Id))).ShouldBe(1);
    }

    [Fact]
    public async Task File_that_is_only_called_inline_goes_along_and_a_picture_in_the_text_is_named()
    {
        string Part(string type, string name, string id) =>
            $"--b1\r\nContent-Type: {type}; name={name}\r\nContent-Disposition: inline; filename={name}\r\nContent-ID: <{id}>\r\n\r\nwet\r\n";
        var mail = Mails.Of(subject: "Photo", extra: "X: y\r\n");
        var headers = mail[..mail.IndexOf("MIME-Version", StringComparison.Ordinal)];
        var id = await _company.MailAsync(headers + "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b1\r\n\r\n--b1\r\nContent-Type: text/html\r\n\r\n<p>Hi <img src=\"cid:logo@mail\"></p>\r\n"
            + Part("image/png", "logo.png", "logo@mail") + Part("image/png", "photo.png", "photo@mail") + Part("application/pdf", "invoice.pdf", "invoice@mail") + "--b1--\r\n");
        var message = await _company.DbAsync(db => db.Messages.SingleAsync(m => m.CaseId == id));
        (await _company.DbAsync(db => db.Attachments.CountAsync(a => a.MessageId == message.Id && a.Inline))).ShouldBe(3);

        var begun = await _company.SendAsync(new BeginForward.Command(id, message.Id, _company.Ana));

        begun.Value.LeftOut.ShouldBe(["logo.png"]);
        (await _company.DbAsync(db => db.Attachments.Where(a => a.DraftId == begun.Value.DraftId).OrderBy(a => a.Id).Select(a => a.Name).ToListAsync())).ShouldBe(["photo.png", "invoice.pdf"]);
    }

    [Fact]
    public async Task Files_too_large_stay_behind_and_are_named()
    {
        await MailWithFileAsync();
        var message = await _company.DbAsync(db => db.Messages.OrderBy(m => m.Id).LastAsync());
        await _company.DbAsync(db => db.Attachments.ExecuteUpdateAsync(set => set.SetProperty(a => a.Size, 30_000_000)));

        (await _company.SendAsync(new BeginForward.Command(_case, message.Id, _company.Ana))).Value.LeftOut.ShouldBe(["photo.txt"]);
    }

    [Fact]
    public async Task Begun_again_it_is_the_same_draft_and_another_message_does_not_replace_it()
    {
        var first = await _company.DbAsync(db => db.Messages.SingleAsync());
        var answer = await _company.AnswerAsync(_case);
        await _company.SendAsync(new BeginForward.Command(_case, first.Id, _company.Ana));
        await _company.DraftAsync(_case, "mine", mode: DraftMode.Forward, revision: 1);

        (await _company.SendAsync(new BeginForward.Command(_case, first.Id, _company.Ana))).IsOk.ShouldBeTrue();
        (await _company.SendAsync(new BeginForward.Command(_case, answer.Id, _company.Ana))).Error?.Code.ShouldBe("forward_begun");
        (await _company.DraftsAsync()).Single().Text.ShouldBe("mine");
    }

    [Fact]
    public async Task Note_is_never_forwarded()
    {
        var note = await _company.SendAsync(new AddNote.Command(_case, "between us", SharedOutside: false, _company.Ana));

        (await _company.SendAsync(new BeginForward.Command(_case, note.Value, _company.Ana))).Error?.Code.ShouldBe("notes_stay_inside");
        (await _company.DraftsAsync()).ShouldBeEmpty();
    }

    private ForwardMessage.Command Forward() => new(_case, "Fwd: Third repair", "Where is it?", [Courier], [], OnHold: false, _company.Ana);

    private async Task<SlaClock> ClockAsync(SlaMetric metric) => (await _company.ClocksAsync(_case, metric))[^1];

    private async Task MailWithFileAsync() => await _company.MailAsync(string.Join(
        "\r\n",
        "From: Nora Vale <nora@mail.example>",
        "To: support@acme.example",
        "Subject: Photo",
        $"Message-ID: <{Guid.NewGuid():N}@mail.example>",
        $"References: <{await FirstIdAsync()}>",
        "Date: Mon, 2 Nov 2026 08:59:00 +0000",
        "MIME-Version: 1.0",
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "See the photo.",
        "--b",
        "Content-Type: text/plain; name=photo.txt",
        "Content-Disposition: attachment; filename=photo.txt",
        "",
        "wet",
        "--b--",
        ""));

    private Task<string> FirstIdAsync() => _company.DbAsync(db => db.Messages.OrderBy(m => m.Id).Select(m => m.ExternalId).FirstAsync());
}
