using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>How many posts an answer would become, for whoever is still writing it. Changes nothing.</summary>
public static class CountPosts
{
    public sealed record Query(long CaseId, string Text, Visibility Visibility, Actor Actor) : IRequest<Result<int>>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, ChannelKinds kinds) : IRequestHandler<Query, Result<int>>
    {
        private static readonly Error NotSo = new(ErrorKind.Invalid, "cannot_split", "An answer to this message leaves as one.");

        public async Task<Result<int>> Handle(Query request, CancellationToken cancellationToken)
        {
            if (!await db.Cases.VisibleTo(request.Actor).AnyAsync(c => c.Id == request.CaseId, cancellationToken))
            {
                return CaseLocks.NotFound;
            }

            var target = await db.AnswerTargetAsync(request.CaseId, await rulebook.GetAsync(cancellationToken), kinds, cancellationToken);
            if (!target.IsOk)
            {
                return target.Error;
            }

            if (target.Value.Options.Of(request.Visibility) is not { Splits: true, Limit: { } limit })
            {
                return NotSo;
            }

            var text = request.Text.Trim().ReplaceLineEndings("\n");
            return limit.SplitProblem(text) is { } problem ? new Error(ErrorKind.Invalid, "text_too_long", problem) : limit.Split(text)!.Count;
        }
    }
}
