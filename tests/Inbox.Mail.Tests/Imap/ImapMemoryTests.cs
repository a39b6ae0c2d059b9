using System.Globalization;

namespace Inbox.Mail.Tests.Imap;

/// <summary>Counts the memory of the whole process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(ImapMemoryTests), DisableParallelization = true)]
[Collection(nameof(ImapMemoryTests))]
public sealed class ImapMemoryTests
{
    [Fact]
    public async Task Mail_of_40_MB_passes_through_a_file_and_not_through_memory()
    {
        const int Size = 40 * 1024 * 1024;
        var (server, client) = await ScriptedServer.ConnectAsync("", async c =>
        {
            var line = await c.LineAsync();
            await c.SendAsync(string.Create(CultureInfo.InvariantCulture, $"* 1 FETCH (UID 1 BODY[] {{{Size}}}\r\n"));
            var piece = new string('x', 64 * 1024);
            for (var sent = 0; sent < Size; sent += piece.Length)
            {
                await c.SendAsync(piece);
            }

            await c.SendAsync($")\r\n{line[..2]} OK done\r\n");
        });
        await using (server)
        await using (client)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            await foreach (var mail in client.MailsAsync([1], default))
            {
                await using var content = mail.Content;
                content.Length.ShouldBe(Size);
                (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(10 * 1024 * 1024);
            }
        }
    }
}
