using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;

namespace Inbox.Core.Tags;

/// <summary>Takes a tag off the list and, in the background, off every case. Refused while a setting names it: that would change what the setting means.</summary>
public static class DeleteTag
{
    public sealed record Command(long Id, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, SettingsChange settings, TagUses uses, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            settings.DeleteAsync<Tag>(request.Id, request.Actor, tag => GoAsync(tag, cancellationToken), cancellationToken);

        private async Task<Error?> GoAsync(Tag tag, CancellationToken cancellationToken)
        {
            var users = await uses.OfAsync(tag.Name, cancellationToken);
            if (users.Count > 0)
            {
                return new Error(ErrorKind.Conflict, "tag_in_use", $"“{tag.Name}” is still named by {string.Join(", ", users)}. Change them first, or merge the tag into another.");
            }

            db.TagChanges.Add(new TagChange { From = tag.Name, To = null, At = time.Now() });
            return null;
        }
    }
}
