using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Inbox.Core.Data;
using Inbox.Core.Data.Mapping;
using Inbox.Core.Live;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Requests;

/// <summary>
/// One transaction around each command: commits a value, rolls back an error, then tells open pages which cases changed.
/// A command with an idempotency key stores its answer in the same transaction.
/// </summary>
internal sealed class TransactionBehaviour<TRequest, TResponse>(InboxDb db, LiveChanges changes, LiveNotifier live, Rulebook rulebook, TimeProvider time)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    // IPipelineBehavior is closed over the response type only, so what T of Result<T> is shows once per closed type.
    private static readonly Runner? Run = RunnerOf(typeof(TRequest));

    private delegate Task<TResponse> Runner(TransactionBehaviour<TRequest, TResponse> behaviour, TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken);

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        return Run is null || db.Database.CurrentTransaction is not null
            ? await next()
            : await Run(this, request, next, cancellationToken);
    }

    /// <summary>Null for what is no command: a query needs no transaction.</summary>
    private static Runner? RunnerOf(Type request) => Array.Find(
        request.GetInterfaces(),
        i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>)) is { } command
        ? typeof(TransactionBehaviour<TRequest, TResponse>)
            .GetMethod(nameof(RunAsync), BindingFlags.NonPublic | BindingFlags.Instance)!
            .MakeGenericMethod(command.GetGenericArguments())
            .CreateDelegate<Runner>()
        : null;

    private async Task<TResponse> RunAsync<T>(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        IdempotentAnswer? stored = null;
        if (request is IIdempotentCommand<T> { IdempotencyKey: { Length: > 0 } key } command)
        {
            stored = await ClaimAsync(command, key, cancellationToken);
            if (stored.Answer is not null)
            {
                return (TResponse)(object)Replay<T>(stored, Fingerprint(request));
            }
        }

        var response = await next();
        var result = (Result<T>)(object)response!;
        if (!result.IsOk)
        {
            return response;
        }

        if (stored is not null)
        {
            stored.Answer = JsonSerializer.Serialize(result.Value, Json.Options);
            await db.SaveChangesAsync(cancellationToken);
        }

        var settings = changes.SettingsChanged;
        if (settings)
        {
            // Other nodes hear it with the commit; this one must not wait for its own notice.
            await LiveNotifier.SettingsChangedAsync(db, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        if (settings)
        {
            rulebook.Forget();
        }

        live.Publish(changes.Take());
        return response;
    }

    private async Task<IdempotentAnswer> ClaimAsync<T>(IIdempotentCommand<T> command, string key, CancellationToken cancellationToken)
    {
        var actor = command.Actor.AgentId?.ToString(CultureInfo.InvariantCulture) ?? command.Actor.Name;
        var fingerprint = Fingerprint((TRequest)(object)command);
        var now = time.Now();

        // A second request with the same key waits here until the first has committed.
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO idempotent_answers (actor, key, fingerprint, at) VALUES ({actor}, {key}, {fingerprint}, {now}) ON CONFLICT DO NOTHING",
            cancellationToken);
        return await db.IdempotentAnswers.SingleAsync(a => a.Actor == actor && a.Key == key, cancellationToken);
    }

    private static Result<T> Replay<T>(IdempotentAnswer stored, byte[] fingerprint) =>
        stored.Fingerprint.AsSpan().SequenceEqual(fingerprint)
            ? JsonSerializer.Deserialize<T>(stored.Answer!, Json.Options)!
            : new Error(ErrorKind.Conflict, "idempotency_key_reused", "This Idempotency-Key was used for a different request. Use a new key for a new request.");

    private static byte[] Fingerprint(TRequest request) =>
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, request!.GetType(), Json.Options));
}
