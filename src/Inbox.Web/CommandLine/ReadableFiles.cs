namespace Inbox.Web.CommandLine;

/// <summary>
/// The files of a path that are read as mail. A file somebody names is read whatever it looks like; in a folder, what mail
/// programs keep beside their mails and what is plainly something else is passed over.
/// </summary>
internal static class ReadableFiles
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,

        // Folders of a Maildir begin with a dot, which .NET takes for hidden; links could lead in circles.
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private static readonly string[] Beside = ["dovecot", "courier", "maildirfolder", "maildirsize", "subscriptions", ".DS_Store", ".git"];

    private static readonly string[] NoMail = [".json", ".jsonl", ".md", ".csv", ".zip", ".gz", ".pdf", ".png", ".jpg", ".html", ".py", ".js", ".xml"];

    public static IEnumerable<string> In(string path) => File.Exists(path)
        ? [path]
        : new DirectoryInfo(path).EnumerateFiles("*", Everything).Where(IsMail).Select(f => f.FullName)
            .Select(f => Path.Combine(path, Path.GetRelativePath(path, f)))
            .OrderBy(f => f, StringComparer.Ordinal);

    /// <summary>What networks sent carries no mark that all of it shares, so in a folder everything is read but what is hidden.</summary>
    public static IEnumerable<string> Payloads(string path) => File.Exists(path)
        ? [path]
        : new DirectoryInfo(path).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true })
            .Select(f => Path.Combine(path, Path.GetRelativePath(path, f.FullName)))
            .OrderBy(f => f, StringComparer.Ordinal);

    /// <summary>An mbox begins with "From " and the envelope sender; the stream is put back to its beginning.</summary>
    public static bool IsMbox(FileStream stream)
    {
        Span<byte> start = stackalloc byte[5];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return start[..read].SequenceEqual("From "u8);
    }

    private static bool IsMail(FileInfo file) =>
        !Array.Exists(Beside, b => file.Name.StartsWith(b, StringComparison.OrdinalIgnoreCase))
        && !NoMail.Contains(file.Extension, StringComparer.OrdinalIgnoreCase)
        && !IsBeingWritten(file);

    /// <summary>In the tmp of a Maildir.</summary>
    private static bool IsBeingWritten(FileInfo file) =>
        file.Directory is { Name: "tmp", Parent: { } maildir } && Directory.Exists(Path.Combine(maildir.FullName, "cur"));
}
