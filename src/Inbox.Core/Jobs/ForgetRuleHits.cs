using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Jobs;

/// <summary>How often rules matched is shown for thirty days; older counts go.</summary>
internal sealed class ForgetRuleHits(InboxDb db, TimeProvider time) : IJob
{
    public string Name => "forget-rule-hits";

    public TimeSpan Every => TimeSpan.FromDays(1);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var before = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-60);
        await db.RuleHits.Where(h => h.Day < before).ExecuteDeleteAsync(cancellationToken);
        return false;
    }
}
