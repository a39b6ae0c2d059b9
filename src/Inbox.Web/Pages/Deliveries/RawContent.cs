using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Deliveries;

/// <summary>Reads a raw message slice by slice: memory holds one slice, and a slow reader holds no connection.</summary>
internal static class RawContent
{
    /// <summary>Bytes.</summary>
    private const int Slice = 1 << 20;

    /// <summary>Null when it is no longer kept.</summary>
    public static Task<long?> SizeAsync(InboxDb db, long delivery, CancellationToken cancellationToken) => db.Database
        .SqlQuery<long?>($"SELECT length(data)::bigint AS \"Value\" FROM inbound_raw WHERE delivery_id = {delivery}")
        .FirstOrDefaultAsync(cancellationToken);

    public static async Task CopyToAsync(InboxDb db, long delivery, Stream target, CancellationToken cancellationToken)
    {
        for (var offset = 1; await SliceAsync(db, delivery, offset, cancellationToken) is { Length: > 0 } bytes; offset += Slice)
        {
            await target.WriteAsync(bytes, cancellationToken);
        }
    }

    private static Task<byte[]?> SliceAsync(InboxDb db, long delivery, int offset, CancellationToken cancellationToken) => db.Database
        .SqlQuery<byte[]>($"SELECT substring(data FROM {offset} FOR {Slice}) AS \"Value\" FROM inbound_raw WHERE delivery_id = {delivery}")
        .FirstOrDefaultAsync(cancellationToken);
}
