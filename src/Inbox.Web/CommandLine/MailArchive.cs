using Inbox.Mail;
using Inbox.Mail.Mbox;

namespace Inbox.Web.CommandLine;

/// <summary>
/// The mails of an archive in the order in which they were written, over all its folders: a question comes before its
/// answer, which often lies in another one. Only their places are kept, so memory does not grow with their size.
/// </summary>
internal sealed class MailArchive
{
    private readonly List<Place> _places;

    private MailArchive(List<Place> places) => (_places, TotalBytes) = (places, places.Sum(p => p.Bytes));

    /// <summary>Bytes of all mails.</summary>
    public long TotalBytes { get; }

    /// <summary>Reads every header once.</summary>
    public static async Task<MailArchive> LookThroughAsync(MailFiles files, CancellationToken cancellationToken)
    {
        var progress = new ImportProgress("Looking through", files.TotalBytes);
        var places = new List<Place>();
        var read = 0L;
        foreach (var mail in files.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            read += mail.Bytes;
            // A mail without a date stays behind the one before it in its file, where somebody has put it.
            var date = (mail.Content is { Length: > 0 } content ? DateOf(content) : null)
                ?? (places is [.., var before] && before.Path == mail.Path ? before.Date : new DateTimeOffset(File.GetLastWriteTimeUtc(mail.Path), TimeSpan.Zero));
            places.Add(new Place(date, places.Count, mail.Path, mail.Start, mail.Bytes));
            progress.Show(read, places.Count);
            if (places.Count % 1000 == 0)
            {
                await Task.Yield();
            }
        }

        progress.Finish(places.Count);
        // By date, and where that is the same as found.
        places.Sort((a, b) => (a.Date, a.Number).CompareTo((b.Date, b.Number)));
        return new MailArchive(places);
    }

    /// <summary>One after the other; memory holds one mail.</summary>
    public IEnumerable<ArchivedMail> Read() => _places.Select(Read);

    private static ArchivedMail Read(Place place)
    {
        if (place.Bytes > Array.MaxLength)
        {
            return new ArchivedMail(place.Path, Content: null, place.Bytes);
        }

        try
        {
            using var file = new FileStream(place.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
            file.Position = Math.Max(0, place.Start);
            var bytes = new byte[place.Bytes];
            file.ReadExactly(bytes);
            return new ArchivedMail(place.Path, place.Start < 0 ? bytes : MboxSlice.Read(bytes), place.Bytes, place.Start);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It counts as unreadable, and the others are read all the same.
            return new ArchivedMail(place.Path, Content: null, place.Bytes, place.Start);
        }
    }

    private static DateTimeOffset? DateOf(byte[] mail)
    {
        var lines = mail.AsSpan().IndexOf("\n\n"u8) is >= 0 and var bare ? bare : mail.Length;
        var header = mail.AsSpan(0, lines).IndexOf("\r\n\r\n"u8) is >= 0 and var end ? end : lines;
        return MailReader.Read(mail.AsMemory(0, Math.Min(header, 1024 * 1024))).Date;
    }

    private readonly record struct Place(DateTimeOffset Date, int Number, string Path, long Start, long Bytes);
}
