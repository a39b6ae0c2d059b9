using System.Globalization;
using Inbox.Benchmarks;

return args switch
{
    ["mail-data", var folder] => MailData.Run(folder),
    ["mail-speed"] => MailSpeed.Run(),
    ["mail-memory"] => await MailMemory.RunAsync(),
    ["mail-html", var folder] => await HtmlInBrowser.RunAsync(folder),
    ["mail", var folder] => await MailTable.RunAsync(folder),
    ["mail-fuzz", var folder, .. var rest] => MailFuzz.Run(folder, Number(rest, 0, 100_000)),
    ["feed-data", var folder] => FeedData.Run(folder),
    ["inbound-data", var folder] => await InboundData.RunAsync(folder),
    ["sla-data", var folder] => SlaData.Run(folder),
    ["pages", var folder] => await PageTimes.RunAsync(folder),
    ["intake", .. var rest] => await IntakeRate.RunAsync(Number(rest, 0, 20_000), Number(rest, 1, 8), Number(rest, 2, 0)),
    ["imap-kill", .. var rest] => await ImapKill.RunAsync(Number(rest, 0, 5_000), Number(rest, 1, 3)),
    _ => Usage(),
};

static int Number(string[] words, int at, int otherwise) =>
    words.Length > at ? int.Parse(words[at], CultureInfo.InvariantCulture) : otherwise;

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/Inbox.Benchmarks -- COMMAND
          intake [MAILS] [CLIENTS] [KILLS]   accepted/s, filed/s, latency and memory of the running application (20000 8 0)
          imap-kill [MAILS] [KILLS]          a mailbox filed exactly once though the application is killed; then the push of new mail (5000 3)
          pages DATAFOLDER                   what an agent waits for, on a folder that `seed` has filled
          mail-data FOLDER                   how well real mails are read, against what is expected of them
          mail-html FOLDER                   hostile HTML inside the conversation page in Chromium: nothing runs or loads
          mail-fuzz FOLDER [MAILS]           mutated mails: no exception, no hang, bounded memory
          mail-memory                        managed memory that a mail of 40 MB costs, in the reader and on its way into the database
          mail-speed                         reading speed against the raw bytes and against Python's email package
          mail FOLDER                        all of the mail figures but those of the browser and the mutated mails
          feed-data FOLDER                   how well feeds are read
          inbound-data FOLDER                how recorded webhooks of mail providers are read
          sla-data FOLDER                    working time against published cases
        """);
    return 2;
}
