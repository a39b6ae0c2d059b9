using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Attachments;

/// <summary>Reads a stored file slice by slice: memory holds one slice, and a slow reader holds no connection.</summary>
internal static class AttachmentContent
{
    /// <summary>Bytes. The column is stored uncompressed and out of line, so a slice reads only its own pages.</summary>
    private const int Slice = 1 << 20;

    public static async Task CopyToAsync(InboxDb db, long id, Stream target, CancellationToken cancellationToken)
    {
        for (var offset = 1; ; offset += Slice)
        {
            var bytes = await db.Database
                .SqlQuery<byte[]>($"SELECT substring(data FROM {offset} FOR {Slice}) AS \"Value\" FROM attachment_contents WHERE attachment_id = {id}")
                .FirstOrDefaultAsync(cancellationToken);
            if (bytes is null or [])
            {
                return;
            }

            await target.WriteAsync(bytes, cancellationToken);
            if (bytes.Length < Slice)
            {
                return;
            }
        }
    }
}
