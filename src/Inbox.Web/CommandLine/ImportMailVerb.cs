using System.Globalization;
using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Inbox.Web.Api;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Inbox.Web.CommandLine;

/// <summary>
/// Takes an archive of mail over: <c>.eml</c> files, Maildirs, mbox files. A mail that is known already is not stored again,
/// so a run that was stopped is simply started anew. It files what it brought itself, beside a running server or without one.
/// </summary>
internal static class ImportMailVerb
{
    private const int BatchItems = 100;
    private const int BatchBytes = 8 * 1024 * 1024;

    public static Verb Verb { get; } = new("import-mail", "import-mail PATH [PATH …] --channel KEY", RunAsync);

    private sealed class Counts
    {
        public int New { get; set; }

        public int Known { get; set; }

        public int Unreadable { get; set; }

        public int All => New + Known + Unreadable;
    }

    private static async Task<int> RunAsync(IServiceProvider services, string[] args, CancellationToken cancellationToken)
    {
        var options = VerbOptions.Parse(args, "channel");
        if (options.Rest.Count == 0)
        {
            throw new UsageException("Say where the mail is: a file or a folder.");
        }

        var channel = await ChannelAsync(services, options.Get("channel"), cancellationToken);
        var archive = await MailArchive.LookThroughAsync(MailFiles.In(options.Rest), cancellationToken);
        await services.GetRequiredService<ThreadTokens>().LoadAsync(cancellationToken);
        using var worker = ActivatorUtilities.CreateInstance<IntakeWorker>(services);
        await worker.StartAsync(cancellationToken);
        try
        {
            var counts = await StoreAsync(services, channel, archive, cancellationToken);
            await WaitUntilFiledAsync(services, channel, cancellationToken);
            await SummariseAsync(services, channel, counts, cancellationToken);
            return 0;
        }
        finally
        {
            await worker.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<Channel> ChannelAsync(IServiceProvider services, string key, CancellationToken cancellationToken)
    {
        var rules = await services.GetRequiredService<Rulebook>().GetAsync(cancellationToken);
        var kinds = services.GetRequiredService<ChannelKinds>();
        var doors = rules.Channels.Values.Where(c => kinds.Of(c).Traits is { HandleKind: HandleKinds.Email, AnswersOver: null }).OrderBy(c => c.Key, StringComparer.Ordinal).ToList();
        return doors.Find(c => c.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) ?? throw new UsageException(doors.Count == 0
            ? $"There is no mail channel '{key}': there is none at all yet."
            : $"There is no mail channel '{key}'. There are: {string.Join(", ", doors.Select(c => c.Key))}.");
    }

    private static async Task<Counts> StoreAsync(IServiceProvider services, Channel channel, MailArchive archive, CancellationToken cancellationToken)
    {
        var adapter = services.GetRequiredService<ChannelKinds>().Of(channel);
        var (progress, counts, batch) = (new ImportProgress("Storing", archive.TotalBytes), new Counts(), new List<InboundItem>());
        var (read, bytes) = (0L, 0L);
        foreach (var mail in archive.Read())
        {
            read += mail.Bytes;
            if (mail.Content is not { Length: > 0 and <= (int)MailBody.Most } content)
            {
                counts.Unreadable++;
                await Console.Error.WriteLineAsync($"{(Console.IsErrorRedirected ? "" : "\r\u001b[K")}Not read: {mail.Path}{(mail.Content is { Length: > 0 } ? " (a mail of more than 40 MB)" : "")}");
                continue;
            }

            batch.Add(new InboundItem(channel.Id, await adapter.IdentifyAsync(new MemoryStream(content, writable: false), cancellationToken), content, "message/rfc822", Import: true));
            bytes += content.Length;
            if (batch.Count == BatchItems || bytes >= BatchBytes)
            {
                await InsertAsync(services, batch, counts, cancellationToken);
                bytes = 0;
                progress.Show(read, counts.All);
            }
        }

        await InsertAsync(services, batch, counts, cancellationToken);
        progress.Finish(counts.All);
        return counts;
    }

    private static async Task InsertAsync(IServiceProvider services, List<InboundItem> batch, Counts counts, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return;
        }

        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(cancellationToken);
        var receipts = await InboundInsert.InsertAsync(connection, batch, services.GetRequiredService<TimeProvider>().Now(), cancellationToken);
        services.GetRequiredService<IntakeSignal>().Ring();
        counts.Known += receipts.Count(r => r.Duplicate);
        counts.New += receipts.Count(r => !r.Duplicate);
        batch.Clear();
    }

    /// <summary>Also what an earlier run brought and did not file.</summary>
    private static async Task WaitUntilFiledAsync(IServiceProvider services, Channel channel, CancellationToken cancellationToken)
    {
        var waiting = services.GetRequiredService<InboxDb>().InboundDeliveries
            .Where(d => d.State == InboundState.Pending && d.Import && d.ChannelId == channel.Id);
        var all = await waiting.CountAsync(cancellationToken);
        var progress = new ImportProgress("Filing", all);
        for (var left = all; left > 0; left = await waiting.CountAsync(cancellationToken))
        {
            progress.Show(all - left, all - left);
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        }

        if (all > 0)
        {
            progress.Finish(all);
        }
    }

    private static async Task SummariseAsync(IServiceProvider services, Channel channel, Counts counts, CancellationToken cancellationToken)
    {
        var parked = await services.GetRequiredService<InboxDb>().InboundDeliveries
            .CountAsync(d => d.State == InboundState.Parked && d.Import && d.ChannelId == channel.Id, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{counts.New:N0} new, {counts.Known:N0} already known, {counts.Unreadable:N0} unreadable."));
        if (parked > 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{parked:N0} of this channel are parked: look at them on the page Deliveries."));
        }
    }
}
