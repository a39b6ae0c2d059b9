using FluentValidation;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.AspNetCore.Identity;

namespace Inbox.Core.Access;

/// <summary>A new user. Without a password they choose one by a one-time link.</summary>
public static class CreateAgent
{
    public sealed record Command(string Email, string DisplayName, Role Role, IReadOnlyList<long> DepartmentIds, string? Password, Actor Actor) : ICommand<long>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(InboxDb db)
        {
            RuleFor(c => c.Email).MustBeEmail();
            RuleFor(c => c.Email).MustBeFree(db, _ => null);
            RuleFor(c => c.DisplayName).MustBeName();
            RuleFor(c => c.Role).IsInEnum().WithMessage("Choose a role.");
            RuleFor(c => c.DepartmentIds).MustExist(db);
            When(c => c.Password is not null, () => RuleFor(c => c.Password!).MustBeGoodPassword());
        }
    }

    internal sealed class Handler(InboxDb db, UserManager<Agent> users) : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!request.Actor.IsAdmin)
            {
                return People.AdminsOnly;
            }

            var email = request.Email.Trim();
            var agent = new Agent { Email = email, UserName = email, DisplayName = request.DisplayName.Trim(), Role = request.Role, LockoutEnabled = true };
            agent.SetDepartments(request.DepartmentIds);
            var result = request.Password is { } password ? await users.CreateAsync(agent, password) : await users.CreateAsync(agent);
            if (People.Refusal(result) is { } refusal)
            {
                return refusal;
            }

            await db.SaveChangesAsync(cancellationToken);
            return agent.Id;
        }
    }
}
