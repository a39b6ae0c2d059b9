using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Jobs;

/// <summary>Files that programs handed in and never sent go after a day. Those of drafts stay with their draft.</summary>
internal sealed class DropUploads(InboxDb db, TimeProvider time) : IJob
{
    private const int Batch = 100;

    public string Name => "drop-uploads";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var before = time.Now().AddDays(-1);
        var dropped = await db.Attachments
            .Where(a => db.Attachments.Where(o => o.MessageId == null && o.DraftId == null && o.UploadedAt < before).OrderBy(o => o.UploadedAt).Take(Batch).Select(o => o.Id).Contains(a.Id))
            .ExecuteDeleteAsync(cancellationToken);
        return dropped == Batch;
    }
}
