using System.Text;

namespace Inbox.Channels.Email.Hooks;

/// <param name="ContentId">Without brackets; null for a file that no HTML shows.</param>
internal sealed record RebuiltFile(string Name, string ContentType, string? ContentId, Func<Stream> Open);

/// <summary>
/// A mail put together again from the fields that a provider took out of it, so that the one reader of mail serves all. The
/// same fields always give the same bytes: a repeated attempt is known as one.
/// </summary>
internal sealed class RebuiltMail
{
    // Every part is base64, in which no such line can stand.
    private const string Mixed = "=_inbox_mixed";
    private const string Related = "=_inbox_related";
    private const string Alternative = "=_inbox_alternative";

    /// <summary>RFC 5322, 2.1.1 allows 998 bytes a line.</summary>
    private const int LongestLine = 900;

    private static readonly string[] OfTheBody = ["content-type", "content-transfer-encoding", "content-disposition", "content-id", "mime-version"];

    private readonly List<(string Name, string Value)> _headers = [];
    private readonly List<RebuiltFile> _files = [];

    public string? Text { get; init; }

    public string? Html { get; init; }

    /// <summary>Adds a header; what describes the body is left out, since the body is written anew, and so is what is no header.</summary>
    public void Add(string name, string? value)
    {
        var plain = value?.ReplaceLineEndings(" ").Replace('\0', ' ').Trim() ?? "";
        var isName = name.Length is > 0 and < 100 && !name.AsSpan().ContainsAnyExceptInRange('!', '~') && !name.Contains(':', StringComparison.Ordinal);
        if (isName && plain.Length > 0 && !OfTheBody.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            _headers.Add((name, plain));
        }
    }

    /// <summary>Adds a header that the others lack.</summary>
    public void AddMissing(string name, string? value)
    {
        if (!_headers.Exists(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            Add(name, value);
        }
    }

    public void Add(RebuiltFile file) => _files.Add(file);

    public async Task WriteAsync(Stream into, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in _headers)
        {
            await LineAsync(into, Folded($"{name}: {value}"), cancellationToken);
        }

        await LineAsync(into, "MIME-Version: 1.0", cancellationToken);
        var inline = Html is null ? [] : _files.FindAll(f => f.ContentId is not null);
        var attached = _files.Except(inline).ToList();
        await NestAsync(into, "mixed", Mixed, attached, body => NestAsync(body, "related", Related, inline, BodiesAsync, cancellationToken), cancellationToken);
    }

    /// <summary>The inner part alone, or in a multipart with the files.</summary>
    private static async Task NestAsync(Stream into, string kind, string boundary, List<RebuiltFile> files, Func<Stream, Task> innerAsync, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            await innerAsync(into);
            return;
        }

        await LineAsync(into, $"Content-Type: multipart/{kind}; boundary=\"{boundary}\"\r\n\r\n--{boundary}", cancellationToken);
        await innerAsync(into);
        foreach (var file in files)
        {
            await LineAsync(into, $"--{boundary}\r\n{HeaderOf(file)}", cancellationToken);
            await using var content = file.Open();
            await Base64Async(into, content, cancellationToken);
        }

        await LineAsync(into, $"--{boundary}--", cancellationToken);
    }

    private async Task BodiesAsync(Stream into)
    {
        if (Text is not null && Html is not null)
        {
            await LineAsync(into, $"Content-Type: multipart/alternative; boundary=\"{Alternative}\"\r\n\r\n--{Alternative}", default);
            await BodyAsync(into, "plain", Text);
            await LineAsync(into, $"--{Alternative}", default);
            await BodyAsync(into, "html", Html);
            await LineAsync(into, $"--{Alternative}--", default);
        }
        else
        {
            await BodyAsync(into, Html is null ? "plain" : "html", Html ?? Text ?? "");
        }
    }

    private static async Task BodyAsync(Stream into, string kind, string text)
    {
        await LineAsync(into, $"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n", default);
        await Base64Async(into, new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false), default);
    }

    private static string HeaderOf(RebuiltFile file)
    {
        var type = file.ContentType.AsSpan().ContainsAnyExceptInRange(' ', '~') || !file.ContentType.Contains('/', StringComparison.Ordinal) ? "application/octet-stream" : file.ContentType;
        // RFC 2231, 4: any name, in plain letters.
        var name = Uri.EscapeDataString(file.Name.Length == 0 ? "file" : file.Name);
        var id = file.ContentId is null ? "" : $"\r\nContent-ID: <{new string([.. file.ContentId.Where(c => c is > ' ' and < '\u007f' and not ('<' or '>'))])}>";
        return $"Content-Type: {type}\r\nContent-Disposition: {(file.ContentId is null ? "attachment" : "inline")}; filename*=UTF-8''{name}\r\nContent-Transfer-Encoding: base64{id}\r\n";
    }

    private static async Task Base64Async(Stream into, Stream content, CancellationToken cancellationToken)
    {
        // Whole lines of 57 bytes, so that the pieces fit together.
        var block = new byte[57 * 1024];
        int read;
        while ((read = await content.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, cancellationToken)) > 0)
        {
            await LineAsync(into, Convert.ToBase64String(block, 0, read, Base64FormattingOptions.InsertLineBreaks), cancellationToken);
        }
    }

    private static string Folded(string header)
    {
        var text = new StringBuilder(header);
        for (var at = LongestLine; at < text.Length; at += LongestLine)
        {
            var space = header.LastIndexOf(' ', Math.Min(at, header.Length - 1), LongestLine / 2);
            if (space < 0)
            {
                break;
            }

            text.Insert(space + (text.Length - header.Length), "\r\n");
            at = space;
        }

        return text.ToString();
    }

    private static async Task LineAsync(Stream into, string line, CancellationToken cancellationToken) =>
        await into.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellationToken);
}
