using Inbox.Core.Cases;
using Inbox.Core.Jobs;
using Inbox.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Cases;

public sealed class SnoozeTests : IAsyncLifetime
{
    private Company _company = null!;
    private long _case;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _case = await _company.MailAsync(Mails.Of(id: "first@mail.example"));
        await _company.AnswerAsync(_case);
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Without_a_date_it_sleeps_until_the_customer_answers_and_no_longer()
    {
        (await _company.SendAsync(new SnoozeCase.Command(_case, SnoozeCase.UntilAnswer, _company.Ana))).IsOk.ShouldBeTrue();
        _company.Clock.Advance(TimeSpan.FromDays(300));
        await AgeAsync();
        (await _company.CaseAsync(_case)).SnoozedUntil.ShouldBe(SnoozeCase.UntilAnswer);

        await _company.MailAsync(Mails.Of(inReplyTo: "first@mail.example", extra: "Auto-Submitted: auto-replied\r\n"));
        (await _company.CaseAsync(_case)).SnoozedUntil.ShouldBe(SnoozeCase.UntilAnswer);

        await _company.MailAsync(Mails.Of(inReplyTo: "first@mail.example", text: "Here is the serial number."));
        (await _company.CaseAsync(_case)).SnoozedUntil.ShouldBeNull();
    }

    [Fact]
    public async Task With_a_date_it_wakes_then_and_null_wakes_it_at_once()
    {
        (await _company.SendAsync(new SnoozeCase.Command(_case, _company.Clock.GetUtcNow().AddHours(3), _company.Ana))).IsOk.ShouldBeTrue();
        _company.Clock.Advance(TimeSpan.FromHours(3));
        await AgeAsync();
        (await _company.CaseAsync(_case)).SnoozedUntil.ShouldBeNull();

        await _company.SendAsync(new SnoozeCase.Command(_case, SnoozeCase.UntilAnswer, _company.Ana));
        (await _company.SendAsync(new SnoozeCase.Command(_case, null, _company.Ana))).IsOk.ShouldBeTrue();
        (await _company.CaseAsync(_case)).SnoozedUntil.ShouldBeNull();
        (await _company.SendAsync(new SnoozeCase.Command(_case, _company.Clock.GetUtcNow(), _company.Ana))).Error!.Code.ShouldBe("snooze_in_past");
    }

    private async Task AgeAsync()
    {
        await using var scope = _company.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetServices<IJob>().OfType<AgeCases>().Single().RunAsync(default);
    }
}
