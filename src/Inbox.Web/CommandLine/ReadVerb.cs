using Inbox.Channels.Email;
using Inbox.Mail;
using Inbox.Mail.Mbox;

namespace Inbox.Web.CommandLine;

/// <summary>
/// Prints how Inbox reads mails, one line of JSON each, without a database: for admins who ask why a mail was read as it was.
/// Standard output carries nothing but these lines.
/// </summary>
internal static class ReadVerb
{
    public static Verb Verb { get; } = new("read", "read --kind email PATH [PATH …]", RunAsync) { Alone = true };

    private static Task<int> RunAsync(IServiceProvider services, string[] args, CancellationToken cancellationToken)
    {
        var options = VerbOptions.Parse(args, "kind");
        if (options.Get("kind") is not "email")
        {
            throw new UsageException("--kind is email: no other kind of message lies in files.");
        }

        if (options.Rest.Count == 0)
        {
            throw new UsageException("Say where the mail is: a file or a folder.");
        }

        using var output = new BufferedStream(Console.OpenStandardOutput(), 64 * 1024);
        return Task.FromResult(Read(options.Rest, output, Console.Error, cancellationToken));
    }

    /// <summary>0, or 1 when a path leads nowhere or a file could not be opened; everything else is read all the same.</summary>
    internal static int Read(IEnumerable<string> paths, Stream output, TextWriter problems, CancellationToken cancellationToken)
    {
        var all = true;
        foreach (var path in paths)
        {
            if (!File.Exists(path) && !Directory.Exists(path))
            {
                problems.WriteLine($"There is nothing at '{path}'.");
                all = false;
                continue;
            }

            foreach (var file in ReadableFiles.In(path))
            {
                all &= TryRead(file, output, problems, cancellationToken);
            }
        }

        output.Flush();
        return all ? 0 : 1;
    }

    private static bool TryRead(string file, Stream output, TextWriter problems, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 64 * 1024, FileOptions.SequentialScan);
            if (ReadableFiles.IsMbox(stream))
            {
                var number = 0;
                foreach (var item in MboxReader.Read(stream))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Write(MailReader.Read(item.Content), file, ++number, output);
                }

                return true;
            }

            cancellationToken.ThrowIfCancellationRequested();
            Write(MailReader.Read(stream), file, number: null, output);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.WriteLine($"'{file}' could not be read: {e.Message}");
            MailReadingJson.WriteUnreadable(output, file, $"The file could not be read: {e.Message}");
            return false;
        }
    }

    private static void Write(MailMessage read, string file, int? number, Stream output)
    {
        using var mail = read;
        MailReadingJson.Write(output, file, number, MailReading.Of(mail));
    }
}
