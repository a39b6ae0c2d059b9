using System.Diagnostics.CodeAnalysis;

namespace Inbox.Core;

/// <summary>What kind of "no" an expected failure is; the web turns it into 404, 403, 409, 422 or 429.</summary>
public enum ErrorKind { NotFound, Forbidden, Conflict, Invalid, TooMany }

/// <summary>An expected failure: a stable code for programs and a sentence that tells a person what to do.</summary>
public sealed record Error(ErrorKind Kind, string Code, string Message);

/// <summary>The value of a command that may fail in an expected way. The caller looks at <see cref="Error"/> first.</summary>
public readonly record struct Result<T>
{
    private Result(T? value, Error? error) => (ValueOrDefault, Error) = (value, error);

    private T? ValueOrDefault { get; }

    public Error? Error { get; }

    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Error is null;

    /// <summary>The value; asking a failed result for it is a bug.</summary>
    public T Value => Error is null ? ValueOrDefault! : throw new InvalidOperationException(Error.Message);

    [SuppressMessage("Usage", "CA2225", Justification = "A handler returns either its value or an Error; named alternates would not be called.")]
    public static implicit operator Result<T>(T value) => new(value, error: null);

    [SuppressMessage("Usage", "CA2225", Justification = "See above.")]
    public static implicit operator Result<T>(Error error) => new(default, error);
}

/// <summary>The answer of a command that has nothing to tell but that it is done.</summary>
public readonly record struct Done;
