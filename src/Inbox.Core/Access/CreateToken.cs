using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Access;

/// <summary>A bearer token for the API. It is shown once; only its SHA-256 is kept.</summary>
public static class CreateToken
{
    /// <param name="DepartmentId">The one department it works for; null means all.</param>
    public sealed record Command(string Name, Role Role, long? DepartmentId, Actor Actor) : ICommand<Created>;

    public sealed record Created(long Id, string Token);

    /// <summary>What is kept of a token.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(InboxDb db)
        {
            RuleFor(c => c.Name).MustBeName();
            RuleFor(c => c.Role).IsInEnum().WithMessage("Choose a role.");
            RuleFor(c => c.DepartmentId)
                .MustAsync((id, cancellationToken) => db.Departments.AnyAsync(d => d.Id == id, cancellationToken))
                .When(c => c.DepartmentId is not null)
                .WithMessage("This department no longer exists.");
        }
    }

    internal sealed class Handler(InboxDb db, TimeProvider time) : IRequestHandler<Command, Result<Created>>
    {
        public async Task<Result<Created>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!request.Actor.IsAdmin)
            {
                return People.AdminsOnly;
            }

            // The prefix lets secret scanners find a token that leaked.
            var token = "inbox_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            var row = new ApiToken
            {
                Name = request.Name.Trim(),
                Hash = HashOf(token),
                Role = request.Role,
                DepartmentId = request.DepartmentId,
                CreatedAt = time.Now(),
            };
            db.ApiTokens.Add(row);
            await db.SaveChangesAsync(cancellationToken);
            return new Created(row.Id, token);
        }
    }
}
