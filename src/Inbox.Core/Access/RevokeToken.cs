using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Access;

/// <summary>Ends a token within seconds on every node. The row stays, so that one sees what there was.</summary>
public static class RevokeToken
{
    public sealed record Command(long TokenId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!request.Actor.IsAdmin)
            {
                return People.AdminsOnly;
            }

            if (await db.ApiTokens.SingleOrDefaultAsync(t => t.Id == request.TokenId, cancellationToken) is not { } token)
            {
                return new Error(ErrorKind.NotFound, "no_such_token", "There is no such token.");
            }

            token.RevokedAt ??= time.Now();
            await db.SaveChangesAsync(cancellationToken);
            return new Done();
        }
    }
}
