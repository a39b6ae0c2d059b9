using System.Text;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Channels;
using Inbox.Core.Intake;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Intake;

/// <summary>The rules of design.md, Threading, each with its temptation to do otherwise.</summary>
public sealed class ThreadingTests : IAsyncLifetime
{
    private const string Customer = "Nora Vale <nora@mail.example>";
    private const string Stranger = "Mallory <mallory@elsewhere.example>";
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Reply_of_the_customer_to_our_answer_joins_and_owes_a_next_reply()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(id);
        _company.Clock.Advance(TimeSpan.FromHours(1));

        (await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: answer.ExternalId))).ShouldBe(id);

        var joined = await _company.CaseAsync(id);
        joined.Status.ShouldBe(CaseStatus.Open);
        joined.MessageCount.ShouldBe(3);
        (await _company.ClocksAsync(id, SlaMetric.NextReply)).Single().DueAt.ShouldBe(_company.Clock.GetUtcNow().AddMinutes(240));
    }

    [Fact]
    public async Task Stranger_with_our_signed_id_enters_as_a_guest_and_is_never_answered()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(id);

        (await _company.MailAsync(Mails.Of(from: Stranger, inReplyTo: answer.ExternalId))).ShouldBe(id);

        (await _company.DbAsync(db => db.Participants.SingleAsync())).State.ShouldBe(ParticipantState.Guest);
        (await _company.DbAsync(db => db.Messages.SingleAsync(m => m.FromName == "Mallory"))).Guest.ShouldBeTrue();
        (await _company.AnswerAsync(id)).To.Single().Address.ShouldBe("nora@mail.example");
    }

    [Fact]
    public async Task Signed_address_names_the_case_whatever_case_the_mail_server_made_of_it()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(id);
        var token = _company.Services.GetRequiredService<ThreadTokens>().Sign(id, answer.Id);

        (await _company.MailAsync(Mails.Of(from: Customer, to: $"Support+{token.ToUpperInvariant()}@acme.example", subject: "Another subject"))).ShouldBe(id);
    }

    [Fact]
    public async Task Forged_token_opens_a_case_of_its_own()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(id);
        var token = _company.Services.GetRequiredService<ThreadTokens>().Sign(id, answer.Id);
        var forged = token[..^1] + (token[^1] == 'a' ? 'b' : 'a');

        (await _company.MailAsync(Mails.Of(from: Stranger, to: $"support+{forged}@acme.example"))).ShouldNotBe(id);
    }

    [Fact]
    public async Task Unsigned_reference_joins_for_the_customer_only()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer, id: "first@mail.example"));

        (await _company.MailAsync(Mails.Of(from: Stranger, inReplyTo: "first@mail.example"))).ShouldNotBe(id);
        (await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: "first@mail.example"))).ShouldBe(id);
    }

    [Theory]
    [InlineData(Customer, "", true)]
    [InlineData(Stranger, "", false)]
    [InlineData(Customer, "Authentication-Results: mx.acme.example; dmarc=fail header.from=mail.example\r\n", false)]
    public async Task Number_in_the_subject_counts_for_a_proven_customer_only(string from, string extra, bool joins)
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));

        var next = await _company.MailAsync(Mails.Of(from: from, subject: $"About [C-{id}]", extra: extra));

        (next == id).ShouldBe(joins);
    }

    [Fact]
    public async Task Child_that_comes_before_its_parent_waits_for_it()
    {
        var child = await _company.MailAsync(Mails.Of(from: Customer, id: "child@mail.example", inReplyTo: "parent@mail.example"));

        (await _company.MailAsync(Mails.Of(from: Customer, id: "parent@mail.example"))).ShouldBe(child);
    }

    [Fact]
    public async Task Message_that_names_two_untouched_cases_folds_the_younger_into_the_oldest()
    {
        var oldest = await _company.MailAsync(Mails.Of(from: Customer, id: "a@mail.example"));
        var younger = await _company.MailAsync(Mails.Of(from: Customer, id: "b@mail.example"));

        var joined = await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: "b@mail.example", references: "<a@mail.example> <b@mail.example>"));

        joined.ShouldBe(oldest);
        (await _company.CaseAsync(younger)).FoldedIntoId.ShouldBe(oldest);
        (await _company.CaseAsync(oldest)).MessageCount.ShouldBe(3);
        (await _company.ClocksAsync(younger, SlaMetric.FirstReply)).Single().Outcome.ShouldBe(SlaOutcome.Cancelled);
    }

    [Fact]
    public async Task Case_that_a_person_has_acted_on_is_not_folded_but_marked()
    {
        var oldest = await _company.MailAsync(Mails.Of(from: Customer, id: "a@mail.example"));
        var younger = await _company.MailAsync(Mails.Of(from: Customer, id: "b@mail.example"));
        await _company.SendAsync(new AddNote.Command(younger, "I look after this", SharedOutside: false, _company.Ana));

        await _company.MailAsync(Mails.Of(from: Customer, references: "<a@mail.example> <b@mail.example>"));

        (await _company.CaseAsync(younger)).FoldedIntoId.ShouldBeNull();
        (await _company.CaseAsync(younger)).MessageCount.ShouldBe(3);
        (await _company.CaseAsync(younger)).MayBelongToId.ShouldBe(oldest);
    }

    [Fact]
    public async Task Known_customer_who_writes_anew_may_belong_to_the_open_case()
    {
        var first = await _company.MailAsync(Mails.Of(from: Customer));
        var second = await _company.MailAsync(Mails.Of(from: Customer, subject: "Something else"));

        second.ShouldNotBe(first);
        (await _company.CaseAsync(second)).MayBelongToId.ShouldBe(first);
        (await _company.SendAsync(new MergeCases.Command(second, first, _company.Ana))).IsOk.ShouldBeTrue();
        (await _company.CaseAsync(first)).MessageCount.ShouldBe(2);
    }

    [Fact]
    public async Task Door_set_to_join_takes_the_open_case()
    {
        await _company.SetAsync(async db => (await db.Channels.SingleAsync()).JoinOpenCase = true);
        var first = await _company.MailAsync(Mails.Of(from: Customer));

        (await _company.MailAsync(Mails.Of(from: Customer, subject: "Something else"))).ShouldBe(first);
    }

    [Fact]
    public async Task Door_set_to_join_asks_where_the_sender_is_known_to_be_forged()
    {
        await _company.SetAsync(async db => (await db.Channels.SingleAsync()).JoinOpenCase = true);
        var first = await _company.MailAsync(Mails.Of(from: Customer));

        var second = await _company.MailAsync(Mails.Of(from: Customer, subject: "Something else", extra: "Authentication-Results: mx.acme.example; dmarc=fail header.from=mail.example\r\n"));

        second.ShouldNotBe(first);
        (await _company.CaseAsync(second)).MayBelongToId.ShouldBe(first);
    }

    [Fact]
    public async Task Reply_to_a_closed_case_opens_a_follow_up_that_links_back()
    {
        var closed = await _company.MailAsync(Mails.Of(from: Customer, id: "a@mail.example"));
        await _company.SendAsync(new ChangeStatus.Command(closed, CaseStatus.Closed, "done by phone", _company.Ana));

        var next = await _company.CaseAsync(await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: "a@mail.example")));

        next.FollowUpOfId.ShouldBe(closed);
        next.Status.ShouldBe(CaseStatus.New);
        next.RoutingReason.ShouldBe($"follows up C-{closed}");
    }

    [Fact]
    public async Task Reply_to_spam_stays_spam_and_starts_nothing()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer, id: "a@mail.example"));
        await _company.SendAsync(new ChangeStatus.Command(id, CaseStatus.Spam, null, _company.Ana));

        (await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: "a@mail.example"))).ShouldBe(id);

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Spam);
        (await _company.ClocksAsync(id, SlaMetric.NextReply)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Mail_of_an_agent_to_a_signed_address_is_a_note()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(id);

        (await _company.MailAsync(Mails.Of(from: "Ben <ben@agents.example>", inReplyTo: answer.ExternalId, text: "She called me too"))).ShouldBe(id);

        var note = await _company.DbAsync(db => db.Messages.SingleAsync(m => m.ReplyText == "She called me too"));
        note.Direction.ShouldBe(Direction.Note);
        note.AuthorId.ShouldBe(_company.Ben.AgentId);
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Waiting);
    }

    [Fact]
    public async Task Mail_from_our_own_address_opens_no_case()
    {
        var delivery = (await _company.FileAsync(_company.Mail, Encoding.UTF8.GetBytes(Mails.Of(from: "support@acme.example"))))[0];

        delivery.State.ShouldBe(InboundState.Ignored);
        (await _company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Out_of_office_joins_its_case_and_changes_nothing_there()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(id);

        (await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: answer.ExternalId, subject: "Automatic reply", extra: "Auto-Submitted: auto-replied\r\n"))).ShouldBe(id);

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Waiting);
        (await _company.ClocksAsync(id, SlaMetric.NextReply)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Mere_thanks_on_a_resolved_case_waits_beside_it()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(id, then: CaseStatus.Resolved);

        await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: answer.ExternalId, text: "Thank you so much, Ana!"));

        var thanked = await _company.CaseAsync(id);
        thanked.Status.ShouldBe(CaseStatus.Resolved);
        thanked.ThanksUntil.ShouldNotBeNull();
    }

    [Fact]
    public async Task Thanks_with_a_question_reopens()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(id, then: CaseStatus.Resolved);

        await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: answer.ExternalId, text: "Thank you! When will it arrive?"));

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Open);
        (await _company.ClocksAsync(id, SlaMetric.Resolution)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Hard_bounce_takes_the_answer_back_and_stops_writing_there()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(id);

        (await _company.MailAsync(Bounces.Hard("nora@mail.example", answer.ExternalId))).ShouldBe(id);

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Open);
        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).Single().IsRunning.ShouldBeTrue();
        (await _company.DbAsync(db => db.Messages.SingleAsync(m => m.Id == answer.Id))).Failure!.ShouldContain("nora@mail.example");
        var again = await _company.SendAsync(new ReplyToCase.Command(id, "Hello?", CaseStatus.Waiting, [], null, Anyway: true, _company.Ana));
        again.Error!.Code.ShouldBe("address_dead");
    }
}
