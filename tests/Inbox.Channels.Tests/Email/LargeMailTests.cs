using System.Security.Cryptography;
using System.Text;
using Inbox.Core.Channels;
using Inbox.Core.Intake;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Inbox.Channels.Tests.Email;

/// <summary>Memory is counted for the whole process, so nothing may run beside this.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}

[Collection(AloneCollection.Name)]
public sealed class LargeMailTests : IAsyncLifetime
{
    private const int FileBytes = 9_700_000;
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Mail_of_40_MB_streams_into_the_database_with_its_attachments()
    {
        // The first mail pays for the models of the database and the compiler.
        await TakeInAsync(files: 1, FileBytes / 4, "warm-up");
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var hash = await TakeInAsync(files: 3, FileBytes, "large");

        ((GC.GetTotalAllocatedBytes(precise: true) - before) / 1e6).ShouldBeLessThan(10);
        var stored = await _company.DbAsync(db => db.Attachments.Where(a => db.Messages.Any(m => m.Id == a.MessageId && m.ExternalId == "large@mail.example")).OrderBy(a => a.Id).Select(a => new { a.Id, a.Size }).ToListAsync());
        stored.Select(a => a.Size).ShouldBe([FileBytes, FileBytes, FileBytes]);
        foreach (var file in stored)
        {
            (await _company.DbAsync(db => db.Database.SqlQuery<string>($"SELECT encode(sha256(data), 'hex') AS \"Value\" FROM attachment_contents WHERE attachment_id = {file.Id}").SingleAsync())).ShouldBe(hash);
        }
    }

    /// <summary>As the mail endpoint does with what it has spooled. Returns the hash of each file.</summary>
    private async Task<string> TakeInAsync(int files, int bytes, string id)
    {
        var path = Path.GetTempFileName();
        var hash = await WriteAsync(path, files, bytes, id);
        await using (var spool = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.DeleteOnClose))
        {
            var channel = _company.Services.GetRequiredService<ChannelKinds>().Of("email");
            var identity = await channel.IdentifyAsync(spool, default);
            spool.Position = 0;
            await using var connection = await _company.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
            await InboundInsert.InsertStreamAsync(connection, _company.Mail.Id, identity, spool, "message/rfc822", import: false, _company.Clock.GetUtcNow(), default);
        }

        await _company.FilePendingAsync();
        return hash;
    }

    private static async Task<string> WriteAsync(string path, int files, int bytes, string id)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var output = new FileStream(path, FileMode.Create);
        var block = new byte[57];
        var line = new byte[78];
        Write($"From: Nora <nora@mail.example>\r\nTo: support@acme.example\r\nSubject: Pictures\r\nMessage-ID: <{id}@mail.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHere they are.\r\n");
        for (var i = 0; i < files; i++)
        {
            Write("--b\r\nContent-Type: image/jpeg; name=picture.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n");
            var random = new Random(1);
            for (var left = bytes; left > 0; left -= block.Length)
            {
                var piece = block.AsSpan(0, Math.Min(left, block.Length));
                random.NextBytes(piece);
                if (i == 0)
                {
                    hash.AppendData(piece);
                }

                System.Buffers.Text.Base64.EncodeToUtf8(piece, line, out _, out var written);
                output.Write(line.AsSpan(0, written));
                output.Write("\r\n"u8);
            }
        }

        Write("--b--\r\n");
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Write(string text) => output.Write(Encoding.ASCII.GetBytes(text));
    }
}
