using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Inbox.Channels.Email.Hooks;

/// <summary>
/// The fields of a form, left where they lie: values and files are slices of the body, which may be on disk.
/// </summary>
internal sealed class HookForm
{
    private const int MostParts = 1000;
    private const int MostValue = 45 * 1024 * 1024;
    private readonly List<Part> _parts = [];

    /// <summary>Everything that has a file name, in order.</summary>
    public IEnumerable<Part> Files => _parts.Where(p => p.FileName is not null);

    /// <param name="body">Seekable; stays open while the form is used.</param>
    /// <param name="contentType">multipart/form-data or application/x-www-form-urlencoded.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidDataException">It is no form.</exception>
    public static async Task<HookForm> ReadAsync(Stream body, string? contentType, CancellationToken cancellationToken)
    {
        var form = new HookForm();
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            throw new InvalidDataException("The request has no Content-Type.");
        }

        if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            await form.ReadMultipartAsync(body, HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), cancellationToken);
        }
        else if (type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            await form.ReadEncodedAsync(body, cancellationToken);
        }
        else
        {
            throw new InvalidDataException("The request is neither multipart/form-data nor application/x-www-form-urlencoded.");
        }

        return form;
    }

    /// <summary>A form that came as plain values.</summary>
    public static HookForm Of(IEnumerable<(string Name, string Value)> values)
    {
        var form = new HookForm();
        foreach (var (name, value) in values)
        {
            form.Add(name, value);
        }

        return form;
    }

    /// <summary>The names and values of all that is no file.</summary>
    public IEnumerable<KeyValuePair<string, string>> Values => _parts.Where(p => p.FileName is null).Select(p => KeyValuePair.Create(p.Name, Text(p, charset: null)));

    public Part? Find(string name) => _parts.Find(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A value in the charset it was written in; null when there is none.</summary>
    public string? Text(string name, Encoding? charset = null) => Find(name) is { } part ? Text(part, charset) : null;

    private static string Text(Part part, Encoding? charset)
    {
        using var stream = part.Open();
        using var reader = new StreamReader(stream, charset ?? Encoding.UTF8, detectEncodingFromByteOrderMarks: charset is null);
        return reader.ReadToEnd();
    }

    private async Task ReadMultipartAsync(Stream body, string boundary, CancellationToken cancellationToken)
    {
        if (boundary.Length == 0)
        {
            throw new InvalidDataException("The form names no boundary.");
        }

        var reader = new MultipartReader(boundary, body);
        var block = new byte[64 * 1024];
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            var length = 0L;
            int read;
            while ((read = await section.Body.ReadAsync(block, cancellationToken)) > 0)
            {
                length += read;
            }

            if (section.GetContentDispositionHeader() is not { } disposition || section.BaseStreamOffset is not { } offset)
            {
                continue;
            }

            if (_parts.Count == MostParts)
            {
                throw new InvalidDataException($"The form has more than {MostParts} fields.");
            }

            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            var file = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
            _parts.Add(new Part(name, file.HasValue ? HeaderUtilities.RemoveQuotes(file).ToString() : null, section.ContentType, () => new Slice(body, offset, length)));
        }
    }

    private async Task ReadEncodedAsync(Stream body, CancellationToken cancellationToken)
    {
        using var reader = new FormReader(body) { KeyLengthLimit = 1000, ValueCountLimit = MostParts, ValueLengthLimit = MostValue };
        foreach (var (name, values) in await reader.ReadFormAsync(cancellationToken))
        {
            Add(name, values.ToString());
        }
    }

    private void Add(string name, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        _parts.Add(new Part(name, FileName: null, ContentType: null, () => new MemoryStream(bytes, writable: false)));
    }

    /// <param name="Name">Of the field.</param>
    /// <param name="FileName">Null for a plain value.</param>
    public sealed record Part(string Name, string? FileName, string? ContentType, Func<Stream> Open);

    /// <summary>A piece of the body. The pieces share its position, so they are read one after another.</summary>
    private sealed class Slice(Stream body, long offset, long length) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _at;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var most = Begin(buffer.Length);
            var read = most == 0 ? 0 : body.Read(buffer[..most]);
            _at += read;
            return read;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var most = Begin(buffer.Length);
            var read = most == 0 ? 0 : await body.ReadAsync(buffer[..most], cancellationToken);
            _at += read;
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Begin(int wanted)
        {
            body.Position = offset + _at;
            return (int)Math.Min(wanted, length - _at);
        }
    }
}
