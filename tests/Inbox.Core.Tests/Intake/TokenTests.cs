using Inbox.Core.Cases;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Intake;

/// <summary>Our signed words, wherever they come back from.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private const string Customer = "Nora Vale <nora@mail.example>";
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Theory]
    [InlineData("To", "Delivered-To: support+{0}@acme.example\r\n")]
    [InlineData("To", "X-Original-To: <support+{0}@acme.example>\r\n")]
    [InlineData("To", "Envelope-To: support+{0}@acme.example\r\n")]
    [InlineData("To", "Cc: Help <SUPPORT+{0}@acme.example>\r\n")]
    public async Task Signed_address_counts_wherever_the_mail_names_it(string to, string header)
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var token = _company.TokenOf(await _company.AnswerAsync(id));

        var next = await _company.MailAsync(Mails.Of(from: Customer, subject: to, extra: string.Format(System.Globalization.CultureInfo.InvariantCulture, header, token)));

        next.ShouldBe(id);
    }

    [Fact]
    public async Task Signed_address_of_a_door_whose_own_address_holds_a_plus_is_read()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var token = _company.TokenOf(await _company.AnswerAsync(id));

        (await _company.MailAsync(Mails.Of(from: Customer, to: $"acme+help+{token}@acme.example", subject: "Else"))).ShouldBe(id);
    }

    [Fact]
    public async Task Token_of_an_older_key_still_holds()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var old = _company.TokenOf(await _company.AnswerAsync(id));
        var protector = _company.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Inbox.ThreadTokens");
        await _company.SetAsync(db =>
        {
            db.SigningKeys.Add(new SigningKey { Id = 2, Secret = protector.Protect(Convert.ToBase64String(new byte[32])), CreatedAt = _company.Clock.GetUtcNow() });
            return Task.CompletedTask;
        });
        await _company.Services.GetRequiredService<ThreadTokens>().LoadAsync(default);
        _company.TokenOf(await _company.AnswerAsync(id)).ShouldContain(".2.");

        (await _company.MailAsync(Mails.Of(from: Customer, to: $"support+{old}@acme.example", subject: "Else"))).ShouldBe(id);
    }

    [Fact]
    public async Task Token_of_a_joined_case_leads_to_where_its_message_lies_now()
    {
        var first = await _company.MailAsync(Mails.Of(from: Customer));
        var second = await _company.MailAsync(Mails.Of(from: Customer, subject: "Another"));
        var answer = await _company.AnswerAsync(second);
        var token = _company.TokenOf(answer);
        (await _company.SendAsync(new MergeCases.Command(second, first, _company.Ana))).IsOk.ShouldBeTrue();

        (await _company.MailAsync(Mails.Of(from: Customer, to: $"support+{token}@acme.example", subject: "Else"))).ShouldBe(first);
        (await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: answer.ExternalId))).ShouldBe(first);
        (await _company.MailAsync(Mails.Of(from: Customer, subject: $"About [C-{second}]"))).ShouldBe(first);
    }

    [Fact]
    public async Task Signed_ids_of_two_cases_join_the_nearest_and_mark_the_other()
    {
        var first = await _company.MailAsync(Mails.Of(from: Customer));
        var second = await _company.MailAsync(Mails.Of(from: Customer, subject: "Another"));
        var (a, b) = (await _company.AnswerAsync(first), await _company.AnswerAsync(second));

        (await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: b.ExternalId, references: $"<{a.ExternalId}> <{b.ExternalId}>"))).ShouldBe(second);

        (await _company.CaseAsync(second)).MayBelongToId.ShouldBe(first);
    }

    [Fact]
    public async Task Stranger_who_quotes_a_number_or_an_id_that_is_not_ours_enters_nobodys_case()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer, id: "first@mail.example"));
        var answer = await _company.AnswerAsync(id);
        var forged = answer.ExternalId.Replace($"c{id}.", $"c{id}0.", StringComparison.Ordinal);

        (await _company.MailAsync(Mails.Of(from: "m@elsewhere.example", subject: $"Re: [C-{id}]", inReplyTo: forged, references: $"<first@mail.example> <{forged}>"))).ShouldNotBe(id);
    }

    [Fact]
    public async Task Failure_that_another_server_claims_is_not_believed()
    {
        await _company.SetAsync(async db => (await db.Channels.SingleAsync()).Settings = """{"authServers":["mx.acme.example"]}""");
        var id = await _company.MailAsync(Mails.Of(from: Customer));

        (await _company.MailAsync(Mails.Of(from: Customer, subject: $"[C-{id}]", extra: "Authentication-Results: far.example; dmarc=fail\r\n"))).ShouldBe(id);
        (await _company.MailAsync(Mails.Of(from: Customer, subject: $"[C-{id}]", extra: "Authentication-Results: mx.acme.example 1; spf=pass; dmarc = fail (p=none)\r\n"))).ShouldNotBe(id);
    }
}
