using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Inbox.Mail.Imap;

public sealed partial class ImapClient
{
    private const string Facts = "UID RFC822.SIZE INTERNALDATE FLAGS";

    /// <summary>UIDs in rising order.</summary>
    /// <param name="from">From this UID on.</param>
    /// <param name="since">Received on this day or later, by the server's own calendar.</param>
    public async Task<IReadOnlyList<uint>> SearchAsync(uint from, DateOnly? since, CancellationToken cancellationToken)
    {
        List<uint> found = [];
        var enough = true;
        _news = false;
        var command = new ImapCommand("UID SEARCH ")
            .Raw(Offers("ESEARCH") ? "RETURN (ALL) " : "")
            .Raw(string.Create(CultureInfo.InvariantCulture, $"UID {Math.Max(from, 1)}:*"))
            .Raw(since is { } day ? day.ToString("' SINCE 'd-MMM-yyyy", CultureInfo.InvariantCulture) : "");
        var reply = await RunAsync(
            command,
            async (word, _, ct) =>
            {
                if (word is not ("SEARCH" or "ESEARCH"))
                {
                    return false;
                }

                while (await _reader.PeekAsync(ct) is not ('\r' or '\n'))
                {
                    // "(TAG "a7") UID ALL 1:3,7" (RFC 4731) and "1 2 3 7 (MODSEQ 9)": the sets are what begins with a digit outside of lists.
                    var value = await _reader.ValueAsync(ct);
                    enough &= value.Text is not [>= '0' and <= '9', ..] set || UidSet.TryRead(set, found);
                    await _reader.PassBlanksAsync(ct);
                }

                await _reader.PassLineEndAsync(ct);
                return true;
            },
            cancellationToken);
        Expect(reply, "search the folder");
        if (!enough)
        {
            throw new ImapException(ImapFailure.Protocol, $"{_server.Host} claims to have found more mails than a folder holds.");
        }

        // "7:*" names the last mail even where its UID is below 7 (RFC 9051, 6.4.8).
        return [.. found.Where(uid => uid >= from).Distinct().Order()];
    }

    /// <summary>Sizes, dates and flags of those mails that are still there.</summary>
    public async Task<IReadOnlyList<ImapMailInfo>> InfoAsync(IReadOnlyList<uint> uids, CancellationToken cancellationToken)
    {
        List<ImapMailInfo> infos = [];
        foreach (var set in UidSet.Write(uids))
        {
            var fetch = new Fetching();
            Expect(await RunAsync(new ImapCommand($"UID FETCH {set} ({Facts})"), fetch.Of(this), cancellationToken), "tell about its mails");
            infos.AddRange(fetch.Found.Values.Select(f => f.Info));
            fetch.Dispose();
        }

        return infos;
    }

    /// <summary>The named header fields of those mails that are still there, as a mail without a body.</summary>
    public IAsyncEnumerable<ImapMail> HeadersAsync(IReadOnlyList<uint> uids, string fields, CancellationToken cancellationToken) =>
        FetchAsync(uids, $"BODY.PEEK[HEADER.FIELDS ({fields})]", cancellationToken);

    /// <summary>
    /// Whole mails, without marking them as seen. A mail that was deleted meanwhile is left out. All of a call are on
    /// the way at once, so the caller chooses how many; large ones lie in files (<see cref="MailSpool"/>).
    /// </summary>
    /// <exception cref="ImapException"><see cref="ImapFailure.Refused"/>: the server would not hand out one of them.</exception>
    public IAsyncEnumerable<ImapMail> MailsAsync(IReadOnlyList<uint> uids, CancellationToken cancellationToken) =>
        FetchAsync(uids, "BODY.PEEK[]", cancellationToken);

    /// <summary>Adds a flag such as <c>\Seen</c>.</summary>
    public async Task AddFlagAsync(IReadOnlyList<uint> uids, string flag, CancellationToken cancellationToken)
    {
        foreach (var set in UidSet.Write(uids))
        {
            Expect(await RunAsync(new ImapCommand($"UID STORE {set} +FLAGS.SILENT ({flag})"), untagged: null, cancellationToken), $"set the flag {flag}");
        }
    }

    /// <summary>Moves mails, at once where the server can (RFC 6851), else by copy, mark and expunge.</summary>
    /// <exception cref="ImapException"><see cref="ImapFailure.FolderMissing"/>: the other folder is not there.</exception>
    public async Task MoveAsync(IReadOnlyList<uint> uids, string folder, CancellationToken cancellationToken)
    {
        foreach (var set in UidSet.Write(uids))
        {
            var atOnce = Offers("MOVE");
            var reply = await RunAsync(new ImapCommand($"UID {(atOnce ? "MOVE" : "COPY")} {set}").Folder(folder), untagged: null, cancellationToken);
            if (reply.Has("TRYCREATE") || reply.Has("NONEXISTENT"))
            {
                throw new ImapException(ImapFailure.FolderMissing, $"{_server.Host} has no folder {folder}.") { Code = reply.Code };
            }

            Expect(reply, $"move mails to {folder}");
            if (atOnce)
            {
                continue;
            }

            Expect(await RunAsync(new ImapCommand($"UID STORE {set} +FLAGS.SILENT (\\Deleted)"), untagged: null, cancellationToken), "mark the moved mails as deleted");
            if (Offers("UIDPLUS"))
            {
                Expect(await RunAsync(new ImapCommand($"UID EXPUNGE {set}"), untagged: null, cancellationToken), "remove the moved mails");
            }

            // Without UIDPLUS they stay marked: a bare EXPUNGE would remove what others have marked as well.
        }
    }

    private async IAsyncEnumerable<ImapMail> FetchAsync(IReadOnlyList<uint> uids, string part, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var set in UidSet.Write(uids))
        {
            using var fetch = new Fetching();
            var reply = await RunAsync(new ImapCommand($"UID FETCH {set} ({Facts} {part})"), fetch.Of(this), cancellationToken);

            // RFC 2180, 4.1.3: some servers hand out the rest and then say NO, since one has been deleted meanwhile.
            if (!reply.IsOk && !reply.Has("EXPUNGEISSUED"))
            {
                Expect(reply, uids.Count == 1 ? "hand out a mail" : "hand out its mails");
            }

            foreach (var mail in fetch.Take(uids))
            {
                yield return mail;
            }
        }
    }

    /// <summary>Collects FETCH responses. What the server volunteers about other mails has no body and is passed over.</summary>
    private sealed class Fetching : IDisposable
    {
        private readonly List<Stream> _open = [];

        public SortedDictionary<uint, (ImapMailInfo Info, Stream? Content)> Found { get; } = [];

        public Untagged Of(ImapClient client) => async (word, _, ct) =>
        {
            if (word != "FETCH" || await client._reader.PeekAsync(ct) != '(')
            {
                return false;
            }

            var reader = client._reader;
            reader.Pass();
            (uint uid, long size, string? date, IReadOnlyList<string> flags, Stream? content) = (0, 0, null, [], null);
            while (true)
            {
                await reader.PassBlanksAsync(ct);
                if (await reader.TryPassAsync(')', ct))
                {
                    break;
                }

                var item = (await reader.AtomAsync(ct)).ToUpperInvariant();
                if (item.Length == 0)
                {
                    throw new ImapException(ImapFailure.Protocol, $"{client._server.Host} sent a mail that is not to be understood.");
                }

                await reader.PassBlanksAsync(ct);
                if (item.StartsWith("BODY[", StringComparison.Ordinal))
                {
                    content = await ContentAsync(reader, ct);
                    continue;
                }

                var value = await reader.ValueAsync(ct);
                uid = item == "UID" && UidSet.TryNumber(value.Text ?? "", out var number) ? number : uid;
                size = item == "RFC822.SIZE" && TryNumber(value.Text, out var bytes) ? (long)Math.Min(bytes, long.MaxValue) : size;
                date = item == "INTERNALDATE" ? value.Text : date;
                flags = item == "FLAGS" ? [.. value.Words] : flags;
            }

            await reader.SkipAsync(ct);
            if (uid > 0 && (content is not null || date is not null || !Found.ContainsKey(uid)))
            {
                Found[uid] = (new ImapMailInfo(uid, size, DateOf(date), flags), content ?? Found.GetValueOrDefault(uid).Content);
            }

            return true;
        };

        /// <summary>The mails that were asked for and handed out; from here on the caller's.</summary>
        public IEnumerable<ImapMail> Take(IReadOnlyList<uint> asked)
        {
            var wanted = asked.ToHashSet();
            foreach (var (uid, (info, content)) in Found)
            {
                if (content is not null && wanted.Contains(uid))
                {
                    _open.Remove(content);
                    content.Position = 0;
                    yield return new ImapMail(info, content);
                }
            }
        }

        public void Dispose() => _open.ForEach(s => s.Dispose());

        /// <summary>Null for NIL: the mail has gone between the command and its answer.</summary>
        private async ValueTask<Stream?> ContentAsync(ImapReader reader, CancellationToken cancellationToken)
        {
            if (await reader.PeekAsync(cancellationToken) is '{' or '~' && await reader.LiteralSizeAsync(cancellationToken) is { } size)
            {
                var content = MailSpool.Open(size);
                _open.Add(content);
                await reader.LiteralAsync(size, content, cancellationToken);
                return content;
            }

            if ((await reader.ValueAsync(cancellationToken)).Text is not { } text)
            {
                return null;
            }

            var small = new MemoryStream(Encoding.UTF8.GetBytes(text));
            _open.Add(small);
            return small;
        }

        /// <summary>RFC 9051, 9: date-time, <c>" 1-Feb-2026 10:00:00 +0100"</c>.</summary>
        private static DateTimeOffset? DateOf(string? date) =>
            DateTimeOffset.TryParseExact(date?.Trim(), "d-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
                || DateTimeOffset.TryParseExact(Colon(date), "d-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out at)
                ? at.ToUniversalTime()
                : null;

        /// <summary>The framework wants a colon in the zone.</summary>
        private static string? Colon(string? date) => date?.Trim() is { Length: > 5 } text ? text[..^2] + ":" + text[^2..] : null;
    }
}
