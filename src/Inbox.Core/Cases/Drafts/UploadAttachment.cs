using System.Net.Http.Headers;
using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Inbox.Core.Cases.Drafts;

/// <summary>Takes a file for a message still to be sent: into a draft, or for a program that names it when it sends.</summary>
public static class UploadAttachment
{
    /// <param name="Draft">Where it stands until it is sent; null for programs.</param>
    /// <param name="Inline">Shown in the text, by its content id.</param>
    /// <param name="Content">Read once from its beginning; its length is known.</param>
    public sealed record Command(Target? Draft, string Name, string ContentType, bool Inline, Stream Content, Actor Actor) : ICommand<Uploaded>
    {
        /// <summary>What an image shows, for those who cannot see it.</summary>
        public string? Description { get; init; }
    }

    /// <param name="CaseId">Null for <see cref="DraftMode.New"/>.</param>
    public sealed record Target(long? CaseId, DraftMode Mode);

    public sealed record Uploaded(long Id, long? DraftId, string Name, string ContentType, long Size, string? ContentId);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Name).NotEmpty().WithMessage("Give the file a name.");
            RuleFor(c => c.Description).IsDescription();
            RuleFor(c => c.Content).Must(c => c.Length > 0).WithMessage("This file is empty.");
        }
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, TimeProvider time) : IRequestHandler<Command, Result<Uploaded>>
    {
        public async Task<Result<Uploaded>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var now = time.Now();
            Draft? draft = null;
            if (request.Draft is { } target)
            {
                var locked = await db.LockDraftAsync(target.CaseId, target.Mode, request.Actor, now, cancellationToken);
                if (!locked.IsOk)
                {
                    return locked.Error;
                }

                draft = locked.Value;
                if (target.Mode == DraftMode.Note)
                {
                    return new Error(ErrorKind.Invalid, "notes_hold_no_files", "A note is text: files go with answers and messages.");
                }
            }

            var name = FileNames.Clean(request.Name);
            if (await TooLargeAsync(draft, name, request.Content.Length, rules, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            var file = new Attachment
            {
                DraftId = draft?.Id,
                UploadedBy = request.Actor.Key,
                UploadedAt = now,
                Name = name,
                ContentType = TypeOf(request.ContentType),
                Size = request.Content.Length,
                Inline = request.Inline,
                Description = DescribeAttachment.Stored(request.Description),
                ContentId = request.Inline ? $"{Guid.NewGuid():N}@inbox" : null,
            };
            db.Attachments.Add(file);
            if (draft is { Revision: 0 })
            {
                draft.Revision = 1;
            }

            await db.SaveChangesAsync(cancellationToken);
            await StoreAsync(file.Id, request.Content, cancellationToken);
            return new Uploaded(file.Id, draft?.Id, file.Name, file.ContentType, file.Size, file.ContentId);
        }

        private async Task<Error?> TooLargeAsync(Draft? draft, string name, long size, Rules rules, CancellationToken cancellationToken)
        {
            var channel = draft switch
            {
                { CaseId: { } caseId } => rules.Channels[await db.Cases.Where(c => c.Id == caseId).Select(c => c.ChannelId).SingleAsync(cancellationToken)],
                { ChannelId: { } chosen } when rules.Channels.TryGetValue(chosen, out var known) => known,
                _ => rules.Channels.Values.MaxBy(c => c.AttachmentMegabytes),
            };
            var before = draft is null ? 0 : await db.Attachments.Where(a => a.DraftId == draft.Id).SumAsync(a => a.Size, cancellationToken);
            return channel is null ? null : AttachmentLimit.Check(channel, before, size, name);
        }

        /// <summary>Straight from the stream into the row: the file is never in memory as a whole.</summary>
        private async Task StoreAsync(long id, Stream content, CancellationToken cancellationToken)
        {
            await using var insert = new NpgsqlCommand("INSERT INTO attachment_contents (attachment_id, data) VALUES ($1, $2)", (NpgsqlConnection)db.Database.GetDbConnection());
            insert.Parameters.Add(new() { Value = id });
            insert.Parameters.Add(new() { Value = content, NpgsqlDbType = NpgsqlDbType.Bytea });
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        /// <summary>The sender's word for it, where it is one; receivers trust it no more than we do.</summary>
        private static string TypeOf(string contentType) =>
            MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType is { Length: > 0 and <= 200 } known ? known.ToLowerInvariant() : "application/octet-stream";
    }
}
