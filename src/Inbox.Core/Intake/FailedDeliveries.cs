using Microsoft.Extensions.Logging;
using Npgsql;

namespace Inbox.Core.Intake;

/// <summary>What becomes of a delivery that could not be read or filed: it is tried again ever later, and parked in the end.</summary>
public sealed partial class FailedDeliveries(NpgsqlDataSource database, TimeProvider time, ILogger<FailedDeliveries> logger)
{
    private const int MostAttempts = 5;

    /// <summary>Whether another attempt is allowed after this one.</summary>
    public static bool MayTryAgain(ClaimedDelivery delivery) => delivery.Attempts < MostAttempts;

    public Task TryAgainOrParkAsync(ClaimedDelivery delivery, Exception e, CancellationToken cancellationToken)
    {
        LogFailed(logger, e, delivery.Id, delivery.Attempts);
        var reason = $"{e.GetType().Name}: {Words.Cut(Words.Storable(e.Message), 500)}";
        return MayTryAgain(delivery) ? TryLaterAsync(delivery, reason, cancellationToken) : ParkAsync(delivery, reason, cancellationToken);
    }

    /// <summary>After 4, 16, 64 and 256 seconds.</summary>
    public Task TryLaterAsync(ClaimedDelivery delivery, string reason, CancellationToken cancellationToken) => TryAsync(IntakeQueue.PostponeAsync(
        database, delivery.Id, time.Now() + TimeSpan.FromSeconds(Math.Pow(4, delivery.Attempts)), reason, countAttempt: true, cancellationToken));

    /// <summary>It is not to blame: this attempt does not count.</summary>
    public Task PutBackAsync(ClaimedDelivery delivery, TimeSpan pause, CancellationToken cancellationToken) =>
        TryAsync(IntakeQueue.PostponeAsync(database, delivery.Id, time.Now() + pause, error: null, countAttempt: false, cancellationToken));

    /// <summary>Nothing can be made of it without a person.</summary>
    public Task ParkAsync(ClaimedDelivery delivery, string reason, CancellationToken cancellationToken) =>
        TryAsync(IntakeQueue.ParkAsync(database, delivery.Id, reason, cancellationToken));

    /// <summary>Connection, deadlock and serialisation errors say nothing about the message.</summary>
    public static bool IsPassing(Exception e)
    {
        for (var at = e; at is not null; at = at.InnerException)
        {
            if (at is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown }
                || at is NpgsqlException { IsTransient: true }
                || (at is NpgsqlException and not PostgresException))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Bookkeeping after a failure may fail itself while the database is away; the lease then does its work.</summary>
    private async Task TryAsync(Task bookkeeping)
    {
        try
        {
            await bookkeeping;
        }
        catch (NpgsqlException e)
        {
            LogAway(logger, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivery {DeliveryId} failed on attempt {Attempt}")]
    private static partial void LogFailed(ILogger logger, Exception e, long deliveryId, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What became of a delivery could not be written; it is taken again when its lease is over")]
    private static partial void LogAway(ILogger logger, Exception e);
}
