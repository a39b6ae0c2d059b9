using System.Buffers.Text;
using System.Security.Cryptography;
using FluentValidation;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Access;

/// <summary>Makes the first administrator by the link that an empty database prints at start. The link works once.</summary>
public static class SetUp
{
    private static readonly Error LinkOver = new(ErrorKind.NotFound, "link_over", "This link was used already, or is not the one that Inbox printed when it started.");

    public sealed record Command(string Token, string Email, string DisplayName, string Password) : ICommand<long>
    {
        /// <summary>Nobody is signed in yet: the link is the right to ask.</summary>
        public Actor Actor => Actor.System;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Email).MustBeEmail();
            RuleFor(c => c.DisplayName).MustBeName();
            RuleFor(c => c.Password).MustBeGoodPassword();
        }
    }

    internal sealed class Handler(InboxDb db, UserManager<Agent> users) : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            // Locked and deleted together: of two people who use a link at once, the second finds none.
            var links = await db.SetupLinks.FromSql($"SELECT * FROM setup_links ORDER BY id FOR UPDATE").ToListAsync(cancellationToken);
            var hash = CreateToken.HashOf(request.Token);
            if (!links.Exists(l => CryptographicOperations.FixedTimeEquals(l.Hash, hash)) || await db.Users.AnyAsync(cancellationToken))
            {
                return LinkOver;
            }

            db.SetupLinks.RemoveRange(links);
            var email = request.Email.Trim();
            var agent = new Agent { Email = email, UserName = email, DisplayName = request.DisplayName.Trim(), Role = Role.Admin, LockoutEnabled = true };
            return People.Refusal(await users.CreateAsync(agent, request.Password)) is { } refusal ? refusal : agent.Id;
        }
    }

    /// <summary>A new link's token for a database without people; null when somebody is there already.</summary>
    public static async Task<string?> OfferAsync(InboxDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Users.AnyAsync(cancellationToken))
        {
            return null;
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        // Several nodes may start on one empty database, and each prints a link of its own.
        db.SetupLinks.Add(new SetupLink { Id = RandomNumberGenerator.GetInt32(1, int.MaxValue), Hash = CreateToken.HashOf(token), CreatedAt = time.Now() });
        await db.SaveChangesAsync(cancellationToken);
        return token;
    }

    /// <summary>Whether the link still works.</summary>
    public static Task<bool> IsOpenAsync(InboxDb db, string token, CancellationToken cancellationToken)
    {
        var hash = CreateToken.HashOf(token);
        return db.SetupLinks.AnyAsync(l => l.Hash == hash, cancellationToken);
    }
}
