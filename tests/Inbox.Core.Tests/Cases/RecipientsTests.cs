using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Tests.Cases.Drafts;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Cases;

/// <summary>An answer goes to whom the agent saw, and to nobody else.</summary>
public sealed class RecipientsTests : IAsyncLifetime
{
    private const string Nora = "nora@mail.example";
    private Company _company = null!;
    private long _case;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _case = await _company.MailAsync(Mails.Of(extra: "Cc: Paul Vale <paul@mail.example>\r\n"));
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Answer_goes_to_the_customer_unless_somebody_is_named()
    {
        var sent = await _company.SendAsync(_company.Answer(_case));

        var message = await _company.MessageAsync(sent.Value.MessageId);
        message.To.ShouldBe([new Party("Nora Vale", Nora)]);
        (message.Cc.Count, message.Bcc.Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Answer_goes_where_the_customer_asks_for_it()
    {
        var id = await _company.MailAsync(Mails.Of(from: $"Nora Vale <{Nora}>", extra: "Reply-To: Office <office@mail.example>\r\n"));

        (await SentToAsync(_company.Answer(id))).ShouldBe([new Party("Office", "office@mail.example")]);
        (await SentToAsync(_company.Answer(id) with { To = ["office@mail.example"] })).ShouldBe([new Party("Office", "office@mail.example")]);
        (await SentToAsync(_company.Answer(id) with { To = [Nora] })).ShouldBe([new Party("Nora Vale", Nora)]);
    }

    [Fact]
    public async Task Dead_address_matters_only_where_the_answer_is_written_to_it()
    {
        var id = await _company.MailAsync(Mails.Of(from: $"Nora Vale <{Nora}>", extra: "Reply-To: office@mail.example\r\n"));
        await _company.DbAsync(db => db.Handles.Where(h => h.Value == Nora).ExecuteUpdateAsync(set => set.SetProperty(h => h.DeadSince, _company.Clock.GetUtcNow())));

        (await _company.SendAsync(_company.Answer(id) with { To = [Nora] })).Error?.Code.ShouldBe("address_dead");
        (await SentToAsync(_company.Answer(id))).ShouldHaveSingleItem().Address.ShouldBe("office@mail.example");
    }

    private async Task<List<Party>> SentToAsync(ReplyToCase.Command answer) => (await _company.MessageAsync((await _company.SendAsync(answer)).Value.MessageId)).To;

    [Fact]
    public async Task Chosen_people_keep_the_names_they_are_known_by_and_each_address_counts_once()
    {
        var sent = await _company.SendAsync(_company.Answer(_case) with { To = ["NORA@mail.example"], Cc = ["paul@mail.example", "nora@mail.example"], Bcc = ["audit@acme.example", "Paul@mail.example"] });

        var (message, _) = await _company.OutgoingAsync(sent.Value.MessageId);
        message.To.ShouldBe([new Party("Nora Vale", "NORA@mail.example")]);
        message.Cc.ShouldBe([new Party("Paul Vale", "paul@mail.example")]);
        message.Bcc.ShouldBe([new Party("", "audit@acme.example")]);
    }

    [Fact]
    public async Task Newest_message_from_another_address_asks_before_the_answer_goes_to_the_old_one()
    {
        await NoraWritesFromWorkAsync();
        var answer = _company.Answer(_case) with { To = [Nora] };

        var refused = await _company.SendAsync(answer);
        refused.Error!.Code.ShouldBe("recipient_changed");
        refused.Error.Message.ShouldBe($"The newest message came from nora@work.example, and this answer does not go there. Send it to {Nora} all the same?");

        var sent = await _company.SendAsync(answer with { ToAnyway = true });
        (await _company.MessageAsync(sent.Value.MessageId)).To.ShouldHaveSingleItem().Address.ShouldBe(Nora);
    }

    [Fact]
    public async Task Answer_without_recipients_is_refused_not_sent_to_the_usual_one()
    {
        (await _company.SendAsync(_company.Answer(_case) with { To = [], ToAnyway = true })).Error?.Code.ShouldBe("no_recipient");
        (await _company.SendAsync(_company.Answer(_case) with { To = ["courier@ship.example"], ToAnyway = true })).Error?.Code.ShouldBe("not_the_customer");
    }

    [Fact]
    public async Task Guest_gets_nothing_until_an_agent_accepts_them()
    {
        var answer = await _company.AnswerAsync(_case);
        await _company.MailAsync(Mails.Of(from: "guest@elsewhere.example", inReplyTo: answer.ExternalId));
        var copy = _company.Answer(_case) with { To = [Nora], Cc = ["Guest@elsewhere.example"] };

        var refused = await _company.SendAsync(copy);
        refused.Error!.Message.ShouldBe("Guest@elsewhere.example is a guest on this case. Accept them first, or leave them out.");

        var guest = await _company.DbAsync(db => db.Participants.SingleAsync(p => p.State == ParticipantState.Guest));
        await _company.SendAsync(new AcceptGuest.Command(_case, guest.HandleId, ParticipantState.Accepted, _company.Ana));
        (await _company.SendAsync(copy with { ToAnyway = true })).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Address_whose_mail_came_back_is_named()
    {
        await _company.MailAsync(Mails.Of(from: "paul@mail.example"));
        await _company.DbAsync(db => db.Handles.Where(h => h.Value == "paul@mail.example").ExecuteUpdateAsync(set => set.SetProperty(h => h.DeadSince, _company.Clock.GetUtcNow())));

        var refused = await _company.SendAsync(_company.Answer(_case) with { To = [Nora], Cc = ["paul@mail.example"] });

        refused.Error!.Message.ShouldBe("Mail to paul@mail.example came back for good. Reach the customer another way, or allow the address again on the customer's page.");
    }

    [Fact]
    public async Task What_is_no_address_is_refused()
    {
        var refused = await Should.ThrowAsync<FluentValidation.ValidationException>(() => _company.SendAsync(_company.Answer(_case) with { To = ["Nora"] }));

        refused.Errors.ShouldContain(e => e.ErrorMessage == "'Nora' is not a mail address.");
    }

    [Fact]
    public async Task Signature_is_the_agents_own_and_then_the_departments()
    {
        await _company.SetAsync(db => db.Departments.Where(d => d.Id == _company.Support.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Signature, "Acme Support")));
        (await _company.SendAsync(new SetSignature.Command(" Ana Kay\r\nTeam lead ", _company.Ana))).IsOk.ShouldBeTrue();

        var sent = await _company.SendAsync(_company.Answer(_case, "See *below*."));

        var (message, _) = await _company.OutgoingAsync(sent.Value.MessageId);
        message.Text.ShouldBe("See *below*.\n\nAna Kay\nTeam lead\nAcme Support");
        message.Html.ShouldBe("<p>See <em>below</em>.</p>\n<p>Ana Kay<br>\nTeam lead<br>\nAcme Support</p>");
        (await _company.MessageAsync(sent.Value.MessageId)).Html.ShouldBe("<p>See <em>below</em>.</p>");
    }

    [Fact]
    public async Task Plain_answer_has_no_html_of_its_own()
    {
        var sent = await _company.SendAsync(_company.Answer(_case, "2 * 3 * 4") with { Format = TextFormat.Plain });

        (await _company.OutgoingAsync(sent.Value.MessageId)).Message.Html.ShouldBeNull();
    }

    /// <summary>The second address is hers, too.</summary>
    private async Task NoraWritesFromWorkAsync()
    {
        var answer = await _company.AnswerAsync(_case);
        await _company.MailAsync(Mails.Of(from: "nora@work.example", inReplyTo: answer.ExternalId));
        var guest = await _company.DbAsync(db => db.Participants.SingleAsync(p => p.State == ParticipantState.Guest));
        await _company.SendAsync(new AcceptGuest.Command(_case, guest.HandleId, ParticipantState.Accepted, _company.Ana));
    }
}
