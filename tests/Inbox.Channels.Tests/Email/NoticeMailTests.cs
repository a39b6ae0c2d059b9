using System.Text;
using Inbox.Core.Intake;
using Inbox.Core.Notifications;
using Inbox.Mail;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Email;

/// <summary>Mails of Inbox to its own people, through a real Postfix, and what comes back to them.</summary>
public sealed class NoticeMailTests(PostTests.Post post) : PostTests(post)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Notice_that_bounces_opens_no_case_and_tells_nobody(bool plusAddressing)
    {
        await UseAsync(plusAddressing: plusAddressing);
        await OweAsync("gone@bounces.example");
        await Company.RunAsync<NoticeWorker>();
        var sent = await WaitAsync(m => m.State == NoticeMailState.Sent);

        // Postfix takes the mail, cannot deliver it there, and reports to the envelope's sender.
        var report = await ReceivedAsync(sent.ExternalId!);

        (report.State, report.CaseId, report.MessageId).ShouldBe((InboundState.Ignored, null, null));
        (await WaitAsync(m => m.State == NoticeMailState.Bounced)).Detail.ShouldNotBeNullOrEmpty();
        (await Company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(0);
        (await Company.DbAsync(db => db.Messages.CountAsync())).ShouldBe(0);
        (await Company.DbAsync(db => db.Notifications.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Out_of_office_for_a_notice_is_set_aside_and_the_notice_itself_is_never_filed()
    {
        await UseAsync();
        var box = NewBox();
        await OweAsync(box);
        await Company.RunAsync<NoticeWorker>();
        var raw = (await Server.WaitForMailAsync(box, 1, default))[0];
        var sent = MailReader.Read(raw);
        var mail = await WaitAsync(m => m.State == NoticeMailState.Sent);
        sent.MessageId.ShouldBe(mail.ExternalId);
        sent.Headers["Auto-Submitted"].ShouldBe("auto-generated");

        var away = Mails.Of(from: $"Boss <{box}>", subject: "Automatic reply: C-1 is late", inReplyTo: sent.MessageId, extra: "Auto-Submitted: auto-replied\r\n");
        var filed = await Company.FileAsync(Company.Mail, Encoding.UTF8.GetBytes(away), raw);

        filed.ShouldAllBe(d => d.State == InboundState.Ignored && d.CaseId == null);
        (await WaitAsync(_ => true)).State.ShouldBe(NoticeMailState.Sent);
    }

    [Fact]
    public async Task Notice_that_the_server_would_not_take_is_tried_again_with_the_same_id()
    {
        await UseAsync(port: FreePort.Take(1)[0]);
        var box = NewBox();
        await OweAsync(box);
        await Company.RunAsync<NoticeWorker>();
        var first = await WaitAsync(m => m is { State: NoticeMailState.Pending, Attempts: 1, Detail: not null });
        (await Company.DbAsync(db => db.Notifications.CountAsync())).ShouldBe(0, "a notice that fails is no matter for notices");

        await UseAsync();
        Company.Clock.Advance(TimeSpan.FromSeconds(16));

        (await WaitAsync(m => m.State == NoticeMailState.Sent)).Attempts.ShouldBe(2);
        MailReader.Read((await Server.WaitForMailAsync(box, 1, default))[0]).MessageId.ShouldBe(first.ExternalId);
    }

    [Fact]
    public void Forged_notice_id_is_nobodys()
    {
        var tokens = Company.Services.GetRequiredService<Core.Channels.ThreadTokens>();
        var token = tokens.SignNotice(7);

        tokens.TryVerifyNotice(token.ToUpperInvariant(), out var id).ShouldBeTrue();
        id.ShouldBe(7);
        tokens.TryVerifyNotice(token.Replace("n7", "n8", StringComparison.Ordinal), out _).ShouldBeFalse();
        tokens.TryVerify(token, out _).ShouldBeFalse();
    }

    private Task<int> OweAsync(string to) => Company.DbAsync(db =>
    {
        var now = Company.Clock.GetUtcNow();
        db.NoticeMails.Add(new NoticeMail { Key = "escalation-1", Address = to, Subject = "C-1 is late", Text = "It is late.", CreatedAt = now, NotBefore = now });
        return db.SaveChangesAsync();
    });

    private async Task<NoticeMail> WaitAsync(Predicate<NoticeMail> holds)
    {
        NoticeMail? found = null;
        await Eventually.IsAsync(async () => holds(found = await Company.DbAsync(db => db.NoticeMails.AsNoTracking().SingleAsync())));
        return found!;
    }

    private async Task<InboundDelivery> ReceivedAsync(string named)
    {
        byte[]? found = null;
        await Eventually.IsAsync(
            () => Task.FromResult((found = Server.Delivered("support@acme.example").FirstOrDefault(m => Encoding.UTF8.GetString(m).Contains(named, StringComparison.Ordinal))) is not null));
        return (await Company.FileAsync(Company.Mail, found!))[0];
    }
}
