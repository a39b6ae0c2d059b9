using System.Text;
using Inbox.Core.Cases;
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

    [Fact]
    public async Task Folders_are_filed_in_the_order_of_their_dates_with_both_sides()
    {
        var own = await app.QueryAsync(db => db.Channels.Where(c => c.Key == "support").Select(c => c.Address).SingleAsync());
        var question = Dated(Mails.Of(from: "ordered@mail.example", to: own, id: "q1@mail.example"), "Mon, 4 May 2026 08:00:00 +0000");
        var answer = Dated(Mails.Of(from: own, to: "ordered@mail.example", id: "a1@acme.example", inReplyTo: "q1@mail.example"), "Mon, 4 May 2026 09:00:00 +0000");
        var thanks = Dated(Mails.Of(from: "ordered@mail.example", to: own, id: "q2@mail.example", inReplyTo: "a1@acme.example"), "Mon, 4 May 2026 10:00:00 +0000");
        Write("1-Sent/answer.eml", answer);
        Write("2-Inbox", $"From x@mail.example Mon May  4 10:00:00 2026\n{thanks}\nFrom x@mail.example Mon May  4 08:00:00 2026\n{question}");

        (await ImportAsync(_archive.FullName, "--channel", "support")).ShouldBe(0);

        var said = await app.QueryAsync(db => db.Messages.Where(m => m.ExternalId == "q1@mail.example" || m.ExternalId == "a1@acme.example" || m.ExternalId == "q2@mail.example")
            .OrderBy(m => m.Id).Select(m => new { m.ExternalId, m.CaseId, m.Direction, m.ReceivedAt.Hour }).ToListAsync());
        said.Select(m => (m.ExternalId, m.Direction, m.Hour)).ShouldBe([("q1@mail.example", Direction.Inbound, 8), ("a1@acme.example", Direction.Outbound, 9), ("q2@mail.example", Direction.Inbound, 10)]);
        said.Select(m => m.CaseId).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
    }

    [Fact]
    public async Task Run_that_was_stopped_is_taken_up_without_filing_anything_twice()
    {
        Write("archive", string.Concat(Enumerable.Range(0, 700).Select(i => $"From s@mail.example Mon Nov  2 08:59:00 2026\n{Mails.Of(from: $"stopped{i}@mail.example")}\n")));
        using var stop = new CancellationTokenSource();
        var stopped = ImportAsync(stop.Token, _archive.FullName, "--channel", "support");
        await Eventually.IsAsync(async () => (await ImportedAsync()).Count >= 100);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => stopped);

        (await ImportAsync(_archive.FullName, "--channel", "support")).ShouldBe(0);

        var filed = await app.QueryAsync(db => db.Messages.Where(m => m.FromAddress.StartsWith("stopped")).Select(m => m.FromAddress).ToListAsync());
        filed.Count.ShouldBe(700);
        filed.Distinct(StringComparer.Ordinal).Count().ShouldBe(700);
    }

    [Theory]
    [InlineData("--channel", "support")]
    [InlineData("/nowhere/at/all", "--channel", "support")]
    [InlineData(".", "--channel", "calls")]
    [InlineData(".", "--channel", "moon")]
    [InlineData(".")]
    public async Task Wrong_words_are_a_usage_error(params string[] args) =>
        (await Should.ThrowAsync<UsageException>(() => ImportAsync(args))).Message.ShouldNotContain('\n');

    private static string Dated(string mail, string date) => mail.Replace("Date: Mon, 2 Nov 2026 08:59:00 +0000", $"Date: {date}", StringComparison.Ordinal);

    private Task<int> ImportAsync(params string[] args) => ImportAsync(default(CancellationToken), args);

    private async Task<int> ImportAsync(CancellationToken cancellationToken, params string[] args)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await ImportMailVerb.Verb.RunAsync(scope.ServiceProvider, args, cancellationToken);
    }

    private Task<List<InboundDelivery>> ImportedAsync() => app.QueryAsync(db => db.InboundDeliveries.AsNoTracking().Where(d => d.Import).ToListAsync());

    private void Write(string path, string content)
    {
        var file = Path.Combine(_archive.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
