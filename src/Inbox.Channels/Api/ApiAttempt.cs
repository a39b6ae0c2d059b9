using Inbox.Core.Channels;

namespace Inbox.Channels.Api;

/// <summary>One attempt to write something at a far side: where that fails, it says how it ended.</summary>
internal static class ApiAttempt
{
    public static async Task<SendResult> TryAsync(Func<Task<SendResult>> writeAsync)
    {
        try
        {
            return await writeAsync();
        }
        catch (ApiException e)
        {
            return e.ToSend();
        }
    }
}
