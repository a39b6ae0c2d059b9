using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;

namespace Inbox.Core.Tags;

/// <summary>Whether cases may have tags that are not on the list.</summary>
public static class ChooseTagging
{
    public sealed record Command(bool OnlyFromList, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, SettingsChange settings) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var chosen = await db.Tagging.FindAsync([Tagging.Only], cancellationToken) ?? db.Tagging.Add(new Tagging()).Entity;
            chosen.OnlyFromList = request.OnlyFromList;
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : default(Done);
        }
    }
}
