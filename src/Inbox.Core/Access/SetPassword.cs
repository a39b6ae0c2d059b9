using FluentValidation;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.AspNetCore.Identity;

namespace Inbox.Core.Access;

/// <summary>A password for somebody else by an administrator, or one's own with the present one or a one-time link. Ends all other sessions.</summary>
public static class SetPassword
{
    /// <param name="Proof">What allows it.</param>
    public sealed record Command(long AgentId, string Password, PasswordProof Proof, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Password).MustBeGoodPassword();
    }

    internal sealed class Handler(InboxDb db, UserManager<Agent> users) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await db.FindAgentAsync(request.AgentId, cancellationToken) is not { DisabledAt: null } agent)
            {
                return People.NoSuchAgent;
            }

            var refusal = request.Proof switch
            {
                PasswordProof.Admin => request.Actor.IsAdmin ? null : People.AdminsOnly,
                PasswordProof.Present present => await CheckPresentAsync(agent, present, request.Actor),
                PasswordProof.Link link => await users.VerifyUserTokenAsync(agent, TokenOptions.DefaultProvider, UserManager<Agent>.ResetPasswordTokenPurpose, link.Token) ? null : PasswordProof.LinkOver,
                _ => throw new ArgumentOutOfRangeException(nameof(request), request.Proof, "There is no such proof."),
            };
            if (refusal is not null)
            {
                return refusal;
            }

            agent.PasswordHash = users.PasswordHasher.HashPassword(agent, request.Password);
            (agent.AccessFailedCount, agent.LockoutEnd) = (0, null);
            // A new stamp makes the link used up and every session sign in again.
            return People.Refusal(await users.UpdateSecurityStampAsync(agent)) is { } failed ? failed : new Done();
        }

        private async Task<Error?> CheckPresentAsync(Agent agent, PasswordProof.Present present, Actor actor) =>
            actor.AgentId != agent.Id
                ? People.AdminsOnly
                : await users.CheckPasswordAsync(agent, present.Password)
                    ? null
                    : new Error(ErrorKind.Invalid, "wrong_password", "This is not your present password.");
    }
}

/// <summary>Why somebody may set a password.</summary>
public abstract record PasswordProof
{
    internal static readonly Error LinkOver = new(ErrorKind.NotFound, "link_over", "This link was used already or is older than three days. Ask for a new one.");

    private PasswordProof()
    {
    }

    /// <summary>The actor is an administrator.</summary>
    public sealed record Admin : PasswordProof;

    /// <summary>The actor's own present password.</summary>
    public sealed record Present(string Password) : PasswordProof;

    /// <summary>The token of a one-time link.</summary>
    public sealed record Link(string Token) : PasswordProof;
}
