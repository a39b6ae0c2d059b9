using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Customers;

/// <summary>What is known of a person: name, group, note.</summary>
public static class UpdateCustomer
{
    public sealed record Command(long CustomerId, string Name, string? Group, string Note, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Name).NotEmpty().MaximumLength(200);
            RuleFor(c => c.Group).MaximumLength(60);
            RuleFor(c => c.Note).MaximumLength(10_000);
        }
    }

    internal sealed class Handler(InboxDb db) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var customer = await db.LockCustomerAsync(command.CustomerId, command.Actor, cancellationToken);
            if (!customer.IsOk)
            {
                return customer.Error;
            }

            customer.Value.Name = Words.Storable(command.Name.Trim());
            customer.Value.Group = string.IsNullOrWhiteSpace(command.Group) ? null : Words.Storable(command.Group.Trim());
            customer.Value.Note = Words.Storable(command.Note.Trim());
            await db.SaveChangesAsync(cancellationToken);
            return new Done();
        }
    }
}
