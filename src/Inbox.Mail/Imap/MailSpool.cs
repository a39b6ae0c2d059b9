namespace Inbox.Mail.Imap;

/// <summary>Where a mail goes while it arrives: memory for a small one, a file that deletes itself for a large one.</summary>
public static class MailSpool
{
    /// <summary>Bytes that are kept in memory.</summary>
    public const int MostInMemory = 1024 * 1024;

    public static Stream Open(long size)
    {
        if (size <= MostInMemory)
        {
            return new MemoryStream((int)size);
        }

        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), "inbox-mail-" + Path.GetRandomFileName()), options);
    }
}
