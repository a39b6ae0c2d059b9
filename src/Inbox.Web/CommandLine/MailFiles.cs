using Inbox.Mail.Mbox;

namespace Inbox.Web.CommandLine;

/// <summary>A mail of an archive.</summary>
/// <param name="Content">Bytes of the mail; null when the file could not be read or holds none.</param>
/// <param name="Bytes">How far the archive was read for it.</param>
/// <param name="Start">Where it begins in an mbox file; -1 for a file of its own.</param>
internal readonly record struct ArchivedMail(string Path, byte[]? Content, long Bytes, long Start = -1);

/// <summary>
/// Finds mails in files and folders: <c>.eml</c> files, Maildirs, however nested, and mbox files. What a file is shows
/// in its first bytes, not in its name. Files that hold no mail (indexes, lists of uids) are passed over.
/// </summary>
internal sealed class MailFiles
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,

        // Folders of a Maildir begin with a dot, which .NET takes for hidden; links could lead in circles.
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly List<FileInfo> _files;

    private MailFiles(List<FileInfo> files) => (_files, TotalBytes) = (files, files.Sum(f => f.Length));

    public long TotalBytes { get; }

    /// <exception cref="UsageException">A path leads nowhere.</exception>
    public static MailFiles In(IReadOnlyList<string> paths)
    {
        var files = new List<FileInfo>();
        foreach (var path in paths)
        {
            if (File.Exists(path))
            {
                files.Add(new FileInfo(path));
            }
            else if (Directory.Exists(path))
            {
                files.AddRange(new DirectoryInfo(path).EnumerateFiles("*", Everything).Where(IsDelivered).OrderBy(f => f.FullName, StringComparer.Ordinal));
            }
            else
            {
                throw new UsageException($"There is nothing at '{path}'.");
            }
        }

        return new MailFiles(files);
    }

    /// <summary>One after the other; memory holds one mail.</summary>
    public IEnumerable<ArchivedMail> Read() => _files.SelectMany(Read);

    /// <summary>Mail in the tmp of a Maildir is still being written.</summary>
    private static bool IsDelivered(FileInfo file) =>
        file.Directory is not { Name: "tmp", Parent: { } maildir } || !Directory.Exists(System.IO.Path.Combine(maildir.FullName, "cur"));

    private static IEnumerable<ArchivedMail> Read(FileInfo file)
    {
        FileStream? stream = null;
        var kind = Kind.Unreadable;
        try
        {
            stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 256 * 1024, FileOptions.SequentialScan);
            kind = KindOf(stream, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It counts as unreadable, and the other files are read all the same.
        }

        using (stream)
        {
            switch (kind)
            {
                case Kind.Mbox:
                    foreach (var mail in MboxReader.Read(stream!))
                    {
                        yield return new ArchivedMail(file.FullName, mail.Content, mail.End - mail.Start, mail.Start);
                    }

                    break;
                case Kind.Mail when file.Length <= Array.MaxLength:
                    var content = new byte[stream!.Length];
                    stream.ReadExactly(content);
                    yield return new ArchivedMail(file.FullName, content, content.Length);
                    break;
                case Kind.Other:
                    break;
                default:
                    yield return new ArchivedMail(file.FullName, Content: null, file.Length);
                    break;
            }
        }
    }

    private static Kind KindOf(FileStream stream, FileInfo file)
    {
        Span<byte> start = stackalloc byte[512];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        var named = file.Extension.Equals(".eml", StringComparison.OrdinalIgnoreCase) || file.Directory is { Name: "cur" or "new" };
        return start switch
        {
            [] => named ? Kind.Unreadable : Kind.Other,
            _ when start.StartsWith("From "u8) => Kind.Mbox,
            _ => named || BeginsWithHeader(start) ? Kind.Mail : Kind.Other,
        };
    }

    /// <summary>"Name: …" (RFC 5322, 2.2), and the next line is one too or goes on with it; a plain text rarely looks so.</summary>
    private static bool BeginsWithHeader(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("\uFEFF"u8))
        {
            start = start[3..];
        }

        var end = start.IndexOf((byte)'\n');
        return end > 0 && IsHeader(start[..end]) && (start[(end + 1)..] is [] or [(byte)' ' or (byte)'\t', ..] || IsHeader(start[(end + 1)..]));
    }

    private static bool IsHeader(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        return colon is > 1 and < 77 && !line[..colon].ContainsAnyExceptInRange((byte)'!', (byte)'~');
    }

    private enum Kind { Other, Mail, Mbox, Unreadable }
}
