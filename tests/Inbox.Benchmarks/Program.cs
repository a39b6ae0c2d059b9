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
    ["social-data", var folder] => await SocialData.RunAsync(folder),
    ["inbound-data", var folder] => await InboundData.RunAsync(folder),
    ["sla-data", var folder] => SlaData.Run(folder),
    ["routing-data", var folder] => RoutingData.Run(folder),
    ["pages", var folder, .. var rest] => await PageTimes.RunAsync(folder, string.Join(' ', rest)),
    ["intake", .. var rest] => await IntakeRate.RunAsync(Number(rest, 0, 20_000), Number(rest, 1, 8), Number(rest, 2, 0)),
    ["conversations", .. var rest] => await ConversationOrder.RunAsync(Number(rest, 0, 20_000)),
    ["routing", .. var rest] => await RoutingCost.RunAsync(Number(rest, 0, 2_000)),
    ["escalation", .. var rest] => await EscalationLateness.RunAsync(Number(rest, 0, 100_000), Number(rest, 1, 2_000)),
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
          escalation [CLOCKS] [DUE]          how late the steps of ladders are taken while many clocks run and some are due within one minute (100000 2000)
          pages DATAFOLDER [ONLY]            what an agent waits for, on a folder that `seed` has filled; ONLY is part of the names to measure
          mail-data FOLDER                   how well real mails are read, against what is expected of them
          mail-html FOLDER                   hostile HTML inside the conversation page in Chromium: nothing runs or loads
          mail-fuzz FOLDER [MAILS]           mutated mails: no exception, no hang, bounded memory
          mail-memory                        managed memory that a mail of 40 MB costs, in the reader and on its way into the database
          mail-speed                         reading speed against the raw bytes and against Python's email package
          mail FOLDER                        all of the mail figures but those of the browser and the mutated mails
          feed-data FOLDER                   how well feeds are read
          social-data FOLDER                 how recorded payloads of social networks, Twilio and mail providers are read, a folder each
          conversations [COUNT]              conversations of public posts that come in three orders end in the same cases; posts filed/s (20000)
          inbound-data FOLDER                how recorded webhooks of mail providers are read
          routing [MAILS]                    what 200 routing rules cost a mail more than 5 do; a rule tried on 1,000 cases (2000)
          sla-data FOLDER                    working time against published cases
          routing-data FOLDER                how well departments are told by the words of past cases, and how sure of it
        """);
    return 2;
}
