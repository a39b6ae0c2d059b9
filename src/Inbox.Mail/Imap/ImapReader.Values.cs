namespace Inbox.Mail.Imap;

/// <summary>Values, lists and quoted texts.</summary>
internal sealed partial class ImapReader
{
    private async ValueTask<ImapValue> ValueAsync(int depth, CancellationToken cancellationToken)
    {
        switch (await PeekAsync(cancellationToken))
        {
            case '(':
                return new ImapValue(null, await ListAsync(depth, cancellationToken));
            case '"':
                return new ImapValue(await QuotedAsync(cancellationToken), null);
            case '{' or '~' when await LiteralSizeAsync(cancellationToken) is { } size:
                if (size > MostLiteral)
                {
                    throw new ImapException(ImapFailure.Protocol, $"{host} sent a text of {size} bytes where a short one belongs.");
                }

                using (var text = new MemoryStream((int)size))
                {
                    await LiteralAsync(size, text, cancellationToken);
                    return new ImapValue(Decode(text.ToArray()), null);
                }

            default:
                var atom = await AtomAsync(cancellationToken);
                return new ImapValue(atom.Equals("NIL", StringComparison.OrdinalIgnoreCase) ? null : atom, null);
        }
    }

    private async ValueTask<IReadOnlyList<ImapValue>> ListAsync(int depth, CancellationToken cancellationToken)
    {
        if (depth > MostDepth)
        {
            throw new ImapException(ImapFailure.Protocol, $"{host} sent lists nested more than {MostDepth} deep.");
        }

        Pass();
        List<ImapValue> items = [];
        while (true)
        {
            await PassBlanksAsync(cancellationToken);
            if (await TryPassAsync(')', cancellationToken))
            {
                return items;
            }

            if (await PeekAsync(cancellationToken) is '\r' or '\n')
            {
                throw new ImapException(ImapFailure.Protocol, $"{host} did not close a list.");
            }

            items.Add(await ValueAsync(depth + 1, cancellationToken));
        }
    }

    /// <summary>RFC 9051, 4.3: a backslash before a quote or a backslash. UTF-8 is taken as it comes.</summary>
    private async ValueTask<string> QuotedAsync(CancellationToken cancellationToken)
    {
        Pass();
        var bytes = new List<byte>();
        for (var next = await PeekAsync(cancellationToken); next != '"'; next = await PeekAsync(cancellationToken))
        {
            if (next == '\\')
            {
                Pass();
                next = await PeekAsync(cancellationToken);
            }

            if (next is '\r' or '\n' || bytes.Count >= MostLiteral)
            {
                throw new ImapException(ImapFailure.Protocol, $"{host} did not close a quoted text.");
            }

            Pass();
            bytes.Add((byte)next);
        }

        Pass();
        return Decode([.. bytes]);
    }
}
