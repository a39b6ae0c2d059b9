using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>Opens a case for something a customer said elsewhere: a shop's form, another program, a letter.</summary>
public static class OpenCase
{
    /// <param name="ChannelId">The door it is filed under and answered through.</param>
    /// <param name="DepartmentId">Null lets the routing rules decide.</param>
    public sealed record Command(
        string Subject,
        string Text,
        Person Customer,
        long ChannelId,
        long? DepartmentId,
        Priority? Priority,
        IReadOnlyList<string> Tags,
        Actor Actor,
        string? IdempotencyKey = null) : IIdempotentCommand<long>;

    /// <param name="Kind">One of <see cref="HandleKinds"/>.</param>
    /// <param name="Value">The address as the customer writes it.</param>
    public sealed record Person(string Kind, string Value, string Name);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Subject).NotEmpty().WithMessage("Say in a few words what the case is about.")
                .MaximumLength(300).WithMessage("A subject holds at most 300 characters.");
            RuleFor(c => c.Text).NotEmpty().WithMessage("Say what the customer said.")
                .MaximumLength(200_000).WithMessage("A text holds at most 200,000 characters.");
            RuleFor(c => c.Customer.Kind).NotEmpty().WithMessage("Name the kind of the customer's address: email, phone, …")
                .MaximumLength(40).WithMessage("This is no kind of address.");
            RuleFor(c => c.Customer.Value).Must((c, value) => HandleKinds.Normalise(c.Customer.Kind, value).Length > 0).WithMessage("Give an address of the customer.")
                .MaximumLength(400).WithMessage("An address holds at most 400 characters.");
            RuleFor(c => c.Customer.Value).EmailAddress().When(c => c.Customer is { Kind: HandleKinds.Email, Value.Length: > 0 }).WithMessage("'{PropertyValue}' is not a mail address.");
            RuleFor(c => c.Customer.Name).MaximumLength(200).WithMessage("A name holds at most 200 characters.");
            RuleFor(c => c.Priority).IsInEnum();
            RuleFor(c => c.Tags).Must(t => t.Count <= 50).WithMessage("A case holds at most 50 tags.");
            RuleForEach(c => c.Tags).NotNull().WithMessage("A tag is a text.").MaximumLength(60).WithMessage("A tag holds at most 60 characters.").OverridePropertyName("Tags");
        }
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, ChannelKinds kinds, CustomerDirectory customers, CaseOpener opener, LiveChanges changes, TimeProvider time)
        : IRequestHandler<Command, Result<long>>
    {
        private static readonly Error NotYours = new(ErrorKind.Forbidden, "channel_not_yours", "You can open cases only through a channel of a department you work for.");

        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            if (Refusal(request, rules) is { } refusal)
            {
                return refusal;
            }

            var channel = rules.Channels[request.ChannelId];
            var person = request.Customer;
            var (customerId, handleId) = await customers.FindOrAddAsync(person.Kind, person.Value, person.Name, cancellationToken);
            var first = Write(request, channel, handleId);
            db.Messages.Add(first);
            var wanted = new NewCase
            {
                Subject = Words.Storable(request.Subject.Trim()),
                DepartmentId = request.DepartmentId,
                CustomerId = customerId,
                Priority = request.Priority ?? Priority.Normal,
                Tags = rules.Tags.Spelled(request.Tags),
            };
            var opened = await opener.OpenAsync(wanted, first, rules, request.Actor, cancellationToken);
            await opened.SaveAsync(cancellationToken);
            changes.Case(opened.Case.Id);
            return opened.Case.Id;
        }

        private Error? Refusal(Command request, Rules rules)
        {
            if (!rules.Channels.TryGetValue(request.ChannelId, out var channel))
            {
                return new Error(ErrorKind.Invalid, "no_such_channel", "There is no such channel.");
            }

            var actor = request.Actor;
            if (actor.External ? !actor.Works(channel.DepartmentId) : actor.Role == Role.Marketing)
            {
                return NotYours;
            }

            if (request.DepartmentId is { } id && (!rules.Departments.ContainsKey(id) || actor.HiddenIds.Contains(id) || (actor.External && !actor.Works(id))))
            {
                return new Error(ErrorKind.Invalid, "no_such_department", "There is no such department.");
            }

            if (rules.Tags.Refusal(request.Tags, []) is { } notListed)
            {
                return notListed;
            }

            // The answer goes back through the channel, so it must know such addresses.
            var handleKind = kinds.Of(channel).Traits.HandleKind;
            return handleKind == request.Customer.Kind
                ? null
                : new Error(ErrorKind.Invalid, "other_kind_of_channel", $"{channel.Name} reaches customers by {handleKind}, not by {request.Customer.Kind}. Name another channel.");
        }

        private Message Write(Command request, Channel channel, long handleId)
        {
            var now = time.Now();
            var text = Words.Storable(request.Text.Trim().ReplaceLineEndings("\n"));
            return new Message
            {
                ChannelId = channel.Id,
                Direction = Direction.Inbound,
                Visibility = kinds.Of(channel).Traits.Public ? Visibility.Public : Visibility.Private,
                FromName = Words.Storable(request.Customer.Name.Trim()),
                FromAddress = Words.Storable(request.Customer.Value.Trim()),
                HandleId = handleId,
                Subject = Words.Storable(request.Subject.Trim()),
                Text = text,
                ReplyText = text,
                PostedAt = now,
                ReceivedAt = now,
            };
        }
    }
}
