using Npgsql;

namespace Inbox.Core.Intake;

/// <summary>
/// The memory of signatures. A provider that repeats an attempt sends the same thing under the same signature and is let
/// through; anything else under it is somebody who has read one.
/// </summary>
public sealed class HookTokens(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Providers repeat an attempt for up to eight hours, so a signature is believed for a day and remembered longer.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>How far a provider's clock may be ahead.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(15);

    public bool IsFresh(DateTimeOffset signedAt) => signedAt > time.GetUtcNow() - Window && signedAt < time.GetUtcNow() + Ahead;

    /// <summary>False when the token was used for something else.</summary>
    /// <param name="channelId">The door.</param>
    /// <param name="token">What was signed.</param>
    /// <param name="content">SHA-256 of what comes with it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<bool> TryUseAsync(long channelId, string token, byte[] content, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            INSERT INTO hook_tokens (channel_id, hash, content, at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (channel_id, hash) DO UPDATE SET at = hook_tokens.at
            RETURNING content
            """);
        command.Parameters.Add(new() { Value = channelId });
        command.Parameters.Add(new() { Value = ThreadHash.Of(token) });
        command.Parameters.Add(new() { Value = content });
        command.Parameters.Add(new() { Value = time.Now() });
        return await command.ExecuteScalarAsync(cancellationToken) is byte[] first && first.AsSpan().SequenceEqual(content);
    }
}
