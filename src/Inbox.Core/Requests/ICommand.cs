using Inbox.Core.Access;
using MediatR;

namespace Inbox.Core.Requests;

/// <summary>A change to data. It runs in one transaction, which commits only when the handler returns a value.</summary>
public interface ICommand<T> : IRequest<Result<T>>
{
    /// <summary>Who asks; from the login or the token, never from a form.</summary>
    Actor Actor { get; }
}

/// <summary>A command that a caller may send twice: the same key gives the same answer and no second change.</summary>
public interface IIdempotentCommand<T> : ICommand<T>
{
    string? IdempotencyKey { get; }
}
