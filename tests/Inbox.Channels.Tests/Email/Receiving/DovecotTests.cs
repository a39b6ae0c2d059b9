using System.Text;
using Inbox.Channels.Email;
using Inbox.Mail.Imap;

namespace Inbox.Channels.Tests.Email.Receiving;

/// <summary>Our IMAP client and a real Dovecot.</summary>
public sealed class DovecotTests(Dovecot dovecot) : IClassFixture<Dovecot>
{
    [Theory]
    [InlineData(ImapSecurity.None)]
    [InlineData(ImapSecurity.StartTls)]
    [InlineData(ImapSecurity.Tls)]
    public async Task Mail_is_read_over_every_kind_of_connection_and_stays_unseen(ImapSecurity security)
    {
        var box = dovecot.NewBox();
        await dovecot.Server.PutAsync(box, Dovecot.Mail(3), default);
        await using var client = await ImapClient.ConnectAsync(Address(security), default);
        await client.LoginAsync(box, dovecot.Server.Password, default);

        var opened = await client.OpenAsync("INBOX", readOnly: false, default);
        var uids = await client.SearchAsync(1, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1), default);
        var texts = new List<string>();
        await foreach (var mail in client.MailsAsync(uids, default))
        {
            using var reader = new StreamReader(mail.Content, Encoding.UTF8);
            texts.Add(await reader.ReadToEndAsync());
        }

        (opened.Exists, opened.UidNext, uids.Count).ShouldBe((3u, 4u, 3));
        opened.HighestModSeq.ShouldBeGreaterThan(0ul);
        texts.Count(t => t.Contains("Subject: Kettle", StringComparison.Ordinal)).ShouldBe(3);
        (await client.InfoAsync(uids, default)).ShouldAllBe(i => !i.IsSeen && i.Size > 100 && i.ReceivedAt != null);
        (await client.IdentifyAsync(default)).ShouldBe("Dovecot");
    }

    [Fact]
    public async Task Folders_with_foreign_letters_are_made_listed_and_moved_to()
    {
        var box = dovecot.NewBox();
        await dovecot.Server.PutAsync(box, Dovecot.Mail(4), default);
        await using var client = await ImapClient.ConnectAsync(Address(ImapSecurity.None), default);
        await client.LoginAsync(box, dovecot.Server.Password, default);
        await client.OpenAsync("INBOX", readOnly: false, default);

        (await Should.ThrowAsync<ImapException>(client.MoveAsync([1], "Erledigt/Größe & 日本", default))).Failure.ShouldBe(ImapFailure.FolderMissing);
        await client.CreateFolderAsync("Erledigt/Größe & 日本", default);
        await client.CreateFolderAsync("Erledigt/Größe & 日本", default);
        await client.MoveAsync([1, 2], "Erledigt/Größe & 日本", default);
        await client.AddFlagAsync([3], "\\Seen", default);

        (await client.SearchAsync(1, since: null, default)).ShouldBe([3u, 4u]);
        (await client.InfoAsync([1, 3, 4], default)).Select(i => (i.Uid, i.IsSeen)).ShouldBe([(3u, true), (4u, false)]);
        (await client.StatusAsync("Erledigt/Größe & 日本", default)).Messages.ShouldBe(2u);
        var folders = await client.ListAsync(default);
        folders.Single(f => f.Name == "Erledigt/Größe & 日本").CanOpen.ShouldBeTrue();
        folders.Single(f => f.Name == "Sent").Use.ShouldBe("Sent");
    }

    [Fact]
    public async Task Idle_hears_of_a_new_mail_at_once()
    {
        var box = dovecot.NewBox();
        await using var client = await ImapClient.ConnectAsync(Address(ImapSecurity.None), default);
        await client.LoginAsync(box, dovecot.Server.Password, default);
        await client.OpenAsync("INBOX", readOnly: true, default);
        await client.SearchAsync(1, since: null, default);

        var idle = client.IdleAsync(new TaskCompletionSource().Task, TimeSpan.FromMinutes(1), default);
        await dovecot.Server.PutAsync(box, Dovecot.Mail(1), default);

        (await idle).ShouldBeTrue();
        (await client.SearchAsync(1, since: null, default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Mail_of_40_MB_arrives_whole()
    {
        var box = dovecot.NewBox();
        var large = Encoding.ASCII.GetBytes("Subject: Large\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('x', 998) + "\r\n", 40_000)));
        await dovecot.Server.PutAsync(box, [large], default);
        await using var client = await ImapClient.ConnectAsync(Address(ImapSecurity.Tls), default);
        await client.LoginAsync(box, dovecot.Server.Password, default);
        await client.OpenAsync("INBOX", readOnly: true, default);

        await foreach (var mail in client.MailsAsync([1], default))
        {
            await using var content = mail.Content;
            content.ShouldBeOfType<FileStream>().Length.ShouldBe(large.Length);
        }
    }

    [Fact]
    public async Task Certificate_that_this_machine_does_not_know_is_refused_unless_it_is_trusted_by_name()
    {
        var stranger = await Should.ThrowAsync<ImapException>(ImapClient.ConnectAsync(Address(ImapSecurity.Tls) with { CertificateCheck = null }, default));
        var other = await Should.ThrowAsync<ImapException>(ImapClient.ConnectAsync(Address(ImapSecurity.StartTls) with { Host = "127.0.0.2", Port = dovecot.Server.ImapPort }, default));

        stranger.Failure.ShouldBe(ImapFailure.TlsUntrusted);
        stranger.Message.ShouldContain("signed by itself");
        // Dovecot listens on 127.0.0.1 alone, so another name is another machine.
        other.Failure.ShouldBe(ImapFailure.NotReachable);
    }

    private ImapServer Address(ImapSecurity security) => new(
        dovecot.Server.Host, security == ImapSecurity.Tls ? dovecot.Server.ImapsPort : dovecot.Server.ImapPort, security)
    {
        CertificateCheck = TlsTrust.Of(dovecot.Server.CertificateFile).Check,
    };
}
