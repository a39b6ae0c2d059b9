using Inbox.Channels.Forms;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Delivery;
using Inbox.Core.Intake;
using Inbox.Mail;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.Forms;

/// <summary>What a contact form brings in, how it is answered, and what a typed address is not good for.</summary>
public sealed class FormChannelTests : IAsyncLifetime
{
    private const string Nora = "nora@mail.example";

    private Company _company = null!;
    private Channel _form = null!;
    private int _sent;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _form = new Channel { Key = "contact", Name = "Contact form", Kind = FormMail.ChannelKind, DepartmentId = _company.Billing.Id, Address = _company.Mail.Address, JoinOpenCase = true };
        await _company.SetAsync(db =>
        {
            db.Channels.Add(_form);
            return Task.CompletedTask;
        });
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Message_opens_a_case_of_the_form_s_department_with_all_that_was_typed()
    {
        var caseId = await SendAsync(answers: [("Order number", "A-17")], files: [new SentFile("bill.pdf", "application/pdf", [1, 2, 3])]);

        var @case = await _company.CaseAsync(caseId);
        (@case.DepartmentId, @case.Subject).ShouldBe((_company.Billing.Id, "Kettle"));
        var message = await OnlyAsync(caseId);
        (message.ChannelId, message.FromName, message.FromAddress).ShouldBe((_form.Id, "Nora Vale", Nora));
        message.ReplyText.ReplaceLineEndings("\n").ShouldBe($"It leaks.\n\nOrder number: A-17\nReference: {FormMail.ReferenceOf("form-1")}");
        (await _company.DbAsync(db => db.Attachments.SingleAsync(a => a.MessageId == message.Id))).Size.ShouldBe(3);
    }

    [Fact]
    public async Task Answer_leaves_by_mail_and_the_reply_to_it_joins_the_case()
    {
        var caseId = await SendAsync();
        var answer = await AnswerAsync(caseId);
        var mail = await LeftAsync(answer);

        (mail.From[0].Address, mail.To[0].Address, mail.InReplyTo[0]).ShouldBe((_company.Mail.Address, Nora, "form-1@acme.example"));
        var replied = await _company.MailAsync(Mails.Of(subject: "Re: Kettle", text: "Thank you", inReplyTo: mail.MessageId, references: $"<{mail.MessageId}>"));

        replied.ShouldBe(caseId);
        (await _company.DbAsync(db => db.Messages.OrderBy(m => m.Id).Where(m => m.CaseId == caseId).Select(m => m.ChannelId).ToListAsync())).ShouldBe([_form.Id, _form.Id, _company.Mail.Id]);
    }

    [Fact]
    public async Task Answer_waits_while_no_mail_channel_with_the_address_is_open()
    {
        var caseId = await SendAsync();
        await _company.SetAsync(db => db.Channels.Where(c => c.Id == _company.Mail.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Enabled, false)));
        await AnswerAsync(caseId);

        await Eventually.IsAsync(async () => await _company.DbAsync(db => db.OutboundDeliveries.AnyAsync(d => d.State == OutboundState.Pending && d.Attempts == 1)));
        await Eventually.IsAsync(
            async () => (await _company.DbAsync(db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == _form.Id))).SendingProblem?.Contains("No e-mail channel", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Typed_address_of_a_customer_joins_none_of_their_cases()
    {
        var mailed = await _company.MailAsync(Mails.Of());

        var typed = await SendAsync(subject: $"About [{CaseNumber.Format(mailed)}]");

        typed.ShouldNotBe(mailed);
        var @case = await _company.CaseAsync(typed);
        (@case.MayBelongToId, @case.CustomerId).ShouldBe((mailed, (await _company.CaseAsync(mailed)).CustomerId));
        (await _company.DbAsync(db => db.Messages.CountAsync(m => m.CaseId == mailed))).ShouldBe(1);
    }

    [Fact]
    public async Task Typed_address_is_acknowledged_once_a_day()
    {
        await _company.SetAsync(db => db.Channels.Where(c => c.Id == _form.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Acknowledgement, new Acknowledgement(Enabled: true, "Got it: {subject}", "Thank you."))));
        foreach (var subject in new[] { "One", "Two", "Three" })
        {
            await SendAsync(subject: subject);
        }

        (await AcknowledgedAsync()).ShouldBe(["Got it: One"]);
        _company.Clock.Advance(TimeSpan.FromHours(25));
        await SendAsync(subject: "Four");
        (await AcknowledgedAsync()).ShouldBe(["Got it: One", "Got it: Four"]);
    }

    [Fact]
    public async Task Flood_under_ever_new_names_waits_for_a_person()
    {
        for (var i = 0; i < 70; i++)
        {
            await FileAsync(address: $"bot{i}@mail.example");
        }

        var states = await _company.DbAsync(db => db.InboundDeliveries.GroupBy(d => d.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count));
        (states[InboundState.Filed], states[InboundState.Held]).ShouldBe((60, 10));
        (await _company.DbAsync(db => db.InboundDeliveries.FirstAsync(d => d.State == InboundState.Held))).Error.ShouldBe("More than 60 messages through this door in ten minutes.");
        _company.Clock.Advance(TimeSpan.FromMinutes(11));
        (await FileAsync(address: "nina@mail.example")).State.ShouldBe(InboundState.Filed);
    }

    [Theory]
    [InlineData("support@acme.example", null)]
    [InlineData("other@acme.example", "None of your channels of the kind email has this address. There are: support@acme.example.")]
    public async Task Two_forms_may_have_the_address_of_a_mail_channel_and_no_other(string address, string? problem)
    {
        var command = new SaveChannel.Command(
            Id: null, 0, FormMail.ChannelKind, "returns", "Returns", _company.Support.Id, CalendarId: null, address, "{}", 14, JoinOpenCase: false, _company.Ana with { Role = Role.Admin });

        if (problem is null)
        {
            (await _company.SendAsync(command)).Error.ShouldBeNull();
        }
        else
        {
            var refused = await Should.ThrowAsync<FluentValidation.ValidationException>(_company.SendAsync(command));
            refused.Errors.ShouldHaveSingleItem().ErrorMessage.ShouldBe(problem);
        }
    }

    [Theory]
    [InlineData("""{"questions":["Model"," *"]}""", "questions")]
    [InlineData("""{"questions":["Model","model *"]}""", "questions")]
    [InlineData("""{"questions":["1","2","3","4","5","6","7","8","9"]}""", "questions")]
    [InlineData("""{"frameSites":["https://www.example.com/shop"]}""", "frameSites")]
    [InlineData("""{"frameSites":["https://a.example; script-src *"]}""", "frameSites")]
    [InlineData("""{"frameSites":["http://www.example.com"]}""", "frameSites")]
    [InlineData("""{"privacyPage":"javascript:alert(1)"}""", "privacyPage")]
    [InlineData("""{"questions":["Model *"],"frameSites":["https://www.example.com","http://localhost:8080"],"privacyPage":"https://www.example.com/privacy"}""", null)]
    public void Settings_that_cannot_be_are_told_by_their_field(string settings, string? field) => FormSettings.Check(settings).Keys.ShouldBe(field is null ? [] : [field]);

    private async Task<long> SendAsync(string address = Nora, string subject = "Kettle", IReadOnlyList<(string, string)>? answers = null, IReadOnlyList<SentFile>? files = null)
    {
        var delivery = await FileAsync(address, subject, answers, files);
        return delivery.CaseId ?? throw new InvalidOperationException($"{delivery.State}: {delivery.Error}");
    }

    private async Task<InboundDelivery> FileAsync(string address = Nora, string subject = "Kettle", IReadOnlyList<(string, string)>? answers = null, IReadOnlyList<SentFile>? files = null)
    {
        var mail = new FormMail
        {
            Id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"form-{++_sent}"), To = _form.Address, Name = "Nora Vale", Address = address, Subject = subject, Text = "It leaks.",
            Answers = answers ?? [], Files = files ?? [], At = _company.Clock.GetUtcNow(),
        };
        using var raw = new MemoryStream();
        await mail.WriteAsync(raw, default);
        return (await _company.FileAsync(_form, raw.ToArray()))[0];
    }

    private Task<Message> OnlyAsync(long caseId) => _company.DbAsync(db => db.Messages.AsNoTracking().SingleAsync(m => m.CaseId == caseId));

    private Task<List<string>> AcknowledgedAsync() =>
        _company.DbAsync(db => db.Messages.Where(m => m.Automatic == Automatic.Acknowledgement).OrderBy(m => m.Id).Select(m => m.Subject).ToListAsync());

    private async Task<Message> AnswerAsync(long caseId)
    {
        var reply = await _company.SendAsync(new ReplyToCase.Command(caseId, "A new one is on its way.", CaseStatus.Waiting, [], null, Anyway: true, _company.Ben));
        reply.Error.ShouldBeNull();
        _company.Clock.Advance(TimeSpan.FromSeconds(11));
        await _company.RunAsync<DeliveryWorker>();
        return await _company.DbAsync(db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == reply.Value.MessageId));
    }

    private async Task<MailMessage> LeftAsync(Message answer)
    {
        await Eventually.IsAsync(async () => await _company.DbAsync(db => db.OutboundDeliveries.AnyAsync(d => d.MessageId == answer.Id && d.State == OutboundState.Sent)));
        return MailReader.Read(await File.ReadAllBytesAsync(_company.Outbox.GetFiles("*.eml").ShouldHaveSingleItem().FullName));
    }
}
