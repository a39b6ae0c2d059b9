using System.Text;
using Inbox.Core.Intake;
using Inbox.Testing;
using Inbox.Web.CommandLine;
using Inbox.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.CommandLine;

public sealed class ImportMailTests(ApiApp app) : IClassFixture<ApiApp>, IDisposable
{
    private readonly DirectoryInfo _archive = Directory.CreateTempSubdirectory("inbox-import-");

    public void Dispose() => _archive.Delete(recursive: true);

    [Fact]
    public async Task Files_maildirs_and_mboxes_are_filed_once_however_often_they_are_imported()
    {
        Write("letters/one.eml", Mails.Of(from: "eml@mail.example"));
        Write("Maildir/cur/1700000000.a.host:2,S", Mails.Of(from: "cur@mail.example"));
        Write("Maildir/.Sent/new/1700000001.b.host", Mails.Of(from: "new@mail.example"));
        Write("Maildir/tmp/1700000002.c.host", Mails.Of(from: "unfinished@mail.example"));
        Write("Maildir/dovecot-uidlist", "3 V1 N9\n1 :1700000000.a.host\n");
        Write("archive", $"From a@mail.example Mon Nov  2 08:59:00 2026\n{Mails.Of(from: "mbox1@mail.example")}\nFrom b@mail.example Mon Nov  2 09:59:00 2026\n{Mails.Of(from: "mbox2@mail.example")}");
        Write("empty.eml", "");

        (await ImportAsync(_archive.FullName, "--channel", "support")).ShouldBe(0);
        var imported = await ImportedAsync();
        (await ImportAsync(_archive.FullName, "--channel", "support")).ShouldBe(0);

        imported.Count.ShouldBe(5);
        imported.ShouldAllBe(d => d.State == InboundState.Filed);
        (await ImportedAsync()).Count.ShouldBe(5);
        var senders = await app.QueryAsync(db => db.Messages.Where(m => m.DeliveryId != null).Select(m => m.FromAddress).OrderBy(a => a).ToListAsync());
        senders.ShouldBe(["cur@mail.example", "eml@mail.example", "mbox1@mail.example", "mbox2@mail.example", "new@mail.example"]);
    }

    [Theory]
    [InlineData("--channel", "support")]
    [InlineData("/nowhere/at/all", "--channel", "support")]
    [InlineData(".", "--channel", "calls")]
    [InlineData(".", "--channel", "moon")]
    [InlineData(".")]
    public async Task Wrong_words_are_a_usage_error(params string[] args) =>
        (await Should.ThrowAsync<UsageException>(() => ImportAsync(args))).Message.ShouldNotContain('\n');

    private async Task<int> ImportAsync(params string[] args)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await ImportMailVerb.Verb.RunAsync(scope.ServiceProvider, args, default);
    }

    private Task<List<InboundDelivery>> ImportedAsync() => app.QueryAsync(db => db.InboundDeliveries.AsNoTracking().Where(d => d.Import).ToListAsync());

    private void Write(string path, string content)
    {
        var file = Path.Combine(_archive.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
