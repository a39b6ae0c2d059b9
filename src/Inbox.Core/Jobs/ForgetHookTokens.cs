using Inbox.Core.Data;
using Inbox.Core.Intake;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Jobs;

/// <summary>A signature that is too old to be believed needs not be remembered.</summary>
internal sealed class ForgetHookTokens(InboxDb db, TimeProvider time) : IJob
{
    public string Name => "forget-hook-tokens";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        // Twice the window: clocks of nodes and providers differ.
        var before = time.Now() - (2 * HookTokens.Window);
        await db.HookTokens.Where(t => t.At < before).ExecuteDeleteAsync(cancellationToken);
        return false;
    }
}
