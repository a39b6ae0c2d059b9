using Inbox.Channels.Email;
using Inbox.Channels.Social;
using Inbox.Mail;
using Inbox.Mail.Mbox;

namespace Inbox.Web.CommandLine;

/// <summary>
/// Prints how Inbox reads mails and what networks send, one line of JSON each, without a database: for admins who ask why
/// something was read as it was. Standard output carries nothing but these lines.
/// </summary>
internal static class ReadVerb
{
    private const string Email = "email";

    /// <summary>Bytes of a file that a reader of payloads takes in whole; no network sends as much at once.</summary>
    private const long LargestPayload = 256 * 1024 * 1024;

    private static readonly string Kinds = string.Join('|', SocialReaders.Kinds.Prepend(Email));

    public static Verb Verb { get; } = new("read", $"read --kind {Kinds} PATH [PATH …]", RunAsync) { Alone = true };

    private static async Task<int> RunAsync(IServiceProvider services, string[] args, CancellationToken cancellationToken)
    {
        var options = VerbOptions.Parse(args, "kind");
        var kind = options.Get("kind");
        if (kind != Email && !SocialReaders.Kinds.Contains(kind))
        {
            throw new UsageException($"--kind is one of {Kinds.Replace("|", ", ", StringComparison.Ordinal)}.");
        }

        if (options.Rest.Count == 0)
        {
            throw new UsageException("Say where it lies: a file or a folder.");
        }

        await using var output = new BufferedStream(Console.OpenStandardOutput(), 64 * 1024);
        return await ReadAsync(kind, options.Rest, output, Console.Error, cancellationToken);
    }

    /// <summary>0, or 1 when a path leads nowhere or a file could not be opened; everything else is read all the same.</summary>
    internal static async Task<int> ReadAsync(string kind, IEnumerable<string> paths, Stream output, TextWriter problems, CancellationToken cancellationToken)
    {
        var all = true;
        foreach (var path in paths)
        {
            if (!File.Exists(path) && !Directory.Exists(path))
            {
                await problems.WriteLineAsync($"There is nothing at '{path}'.");
                all = false;
                continue;
            }

            foreach (var file in kind == Email ? ReadableFiles.In(path) : ReadableFiles.Payloads(path))
            {
                all &= kind == Email ? TryReadMail(file, output, problems, cancellationToken) : await TryReadPayloadAsync(kind, file, output, problems, cancellationToken);

                // Whoever reads along sees each file when it is done.
                await output.FlushAsync(cancellationToken);
            }
        }

        return all ? 0 : 1;
    }

    private static async Task<bool> TryReadPayloadAsync(string kind, string file, Stream output, TextWriter problems, CancellationToken cancellationToken)
    {
        try
        {
            var reading = new FileInfo(file).Length > LargestPayload
                ? SocialReading.Unreadable($"The file is larger than {LargestPayload / 1024 / 1024} MB.")
                : await SocialReaders.ReadAsync(kind, await File.ReadAllBytesAsync(file, cancellationToken), cancellationToken);
            SocialReadingJson.Write(output, file, reading);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await problems.WriteLineAsync($"'{file}' could not be read: {e.Message}");
            SocialReadingJson.Write(output, file, SocialReading.Unreadable($"The file could not be read: {e.Message}"));
            return false;
        }
    }

    private static bool TryReadMail(string file, Stream output, TextWriter problems, CancellationToken cancellationToken)
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
