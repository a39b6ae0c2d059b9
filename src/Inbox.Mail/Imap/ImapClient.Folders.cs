namespace Inbox.Mail.Imap;

public sealed partial class ImapClient
{
    private const int MostFolders = 20_000;
    private static readonly string[] Uses = ["All", "Archive", "Drafts", "Flagged", "Junk", "Sent", "Trash"];

    /// <summary>Every folder of the mailbox.</summary>
    public async Task<IReadOnlyList<ImapFolder>> ListAsync(CancellationToken cancellationToken)
    {
        List<ImapFolder> folders = [];
        // RFC 6154, 5.2: some servers tell the uses only to those who ask.
        var ask = Offers("SPECIAL-USE") && Offers("LIST-EXTENDED") ? " RETURN (SPECIAL-USE)" : "";
        var reply = await RunAsync(
            new ImapCommand("LIST \"\" \"*\"" + ask),
            async (word, _, ct) =>
            {
                if (word != "LIST")
                {
                    return false;
                }

                var flags = (await _reader.ValueAsync(ct)).Words.Select(f => f.TrimStart('\\')).ToList();
                await _reader.PassBlanksAsync(ct);
                await _reader.ValueAsync(ct);
                await _reader.PassBlanksAsync(ct);
                if ((await _reader.ValueAsync(ct)).Text is { Length: > 0 } name && folders.Count < MostFolders)
                {
                    var closed = flags.Exists(f => f.Equals("Noselect", StringComparison.OrdinalIgnoreCase) || f.Equals("NonExistent", StringComparison.OrdinalIgnoreCase));
                    folders.Add(new ImapFolder(FolderName.Decode(name), Array.Find(Uses, u => flags.Contains(u, StringComparer.OrdinalIgnoreCase)), !closed));
                }

                await _reader.SkipAsync(ct);
                return true;
            },
            cancellationToken);
        Expect(reply, "list its folders");
        return folders;
    }

    /// <summary>Opens a folder; read-only, nothing in it can change (EXAMINE).</summary>
    /// <exception cref="ImapException"><see cref="ImapFailure.FolderMissing"/>: it is not there, or not for this user.</exception>
    public async Task<ImapOpened> OpenAsync(string folder, bool readOnly, CancellationToken cancellationToken)
    {
        (ulong validity, ulong next, ulong changes) = (0, 0, 0);
        Exists = 0;
        var command = new ImapCommand(readOnly ? "EXAMINE" : "SELECT").Folder(folder);
        var reply = await RunAsync(
            Offers("CONDSTORE") ? command.Raw(" (CONDSTORE)") : command,
            async (word, _, ct) =>
            {
                if (word is not ("OK" or "NO"))
                {
                    return false;
                }

                var told = ImapReply.Read(word, await _reader.RestAsync(ct));
                validity = TryNumber(told.Argument("UIDVALIDITY"), out var number) ? number : validity;
                next = TryNumber(told.Argument("UIDNEXT"), out number) ? number : next;
                changes = TryNumber(told.Argument("HIGHESTMODSEQ"), out number) ? number : changes;
                return true;
            },
            cancellationToken);
        if (!reply.IsOk)
        {
            throw new ImapException(ImapFailure.FolderMissing, $"{_server.Host} does not open the folder {folder}: {Quote(reply.Text)}") { Code = reply.Code };
        }

        return new ImapOpened((uint)validity, (uint)next, Exists, changes);
    }

    public async Task<ImapStatus> StatusAsync(string folder, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, uint>(StringComparer.OrdinalIgnoreCase);
        var reply = await RunAsync(
            new ImapCommand("STATUS").Folder(folder).Raw(" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)"),
            async (word, _, ct) =>
            {
                if (word != "STATUS")
                {
                    return false;
                }

                await _reader.ValueAsync(ct);
                await _reader.PassBlanksAsync(ct);
                var pairs = (await _reader.ValueAsync(ct)).Words.ToList();
                for (var i = 0; i + 1 < pairs.Count; i += 2)
                {
                    counts[pairs[i]] = UidSet.TryNumber(pairs[i + 1], out var count) ? count : 0;
                }

                await _reader.SkipAsync(ct);
                return true;
            },
            cancellationToken);
        if (!reply.IsOk)
        {
            throw new ImapException(ImapFailure.FolderMissing, $"{_server.Host} knows no folder {folder}: {Quote(reply.Text)}") { Code = reply.Code };
        }

        return new ImapStatus(counts.GetValueOrDefault("MESSAGES"), counts.GetValueOrDefault("UNSEEN"), counts.GetValueOrDefault("UIDNEXT"), counts.GetValueOrDefault("UIDVALIDITY"));
    }

    /// <summary>Makes a folder; one that is there already is as good.</summary>
    public async Task CreateFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var reply = await RunAsync(new ImapCommand("CREATE").Folder(folder), untagged: null, cancellationToken);
        if (!reply.IsOk && !reply.Has("ALREADYEXISTS"))
        {
            Expect(reply, $"make the folder {folder}");
        }
    }
}
