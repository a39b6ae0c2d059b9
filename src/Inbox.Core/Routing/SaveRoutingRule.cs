using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Routing;

/// <summary>Adds a rule at the end of the order, or changes one. Answers its id.</summary>
public static class SaveRoutingRule
{
    /// <param name="Id">Null adds one.</param>
    /// <param name="Revision">As the form knew it; 0 for a new one.</param>
    public sealed record Command(
        long? Id,
        int Revision,
        string Name,
        bool Enabled,
        long? ChannelId,
        IReadOnlyList<string> Words,
        RuleWordsIn WordsIn,
        string? Sender,
        long? MinReach,
        long? DepartmentId,
        Priority? Priority,
        IReadOnlyList<string> Tags,
        Actor Actor) : ICommand<long>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(InboxDb db)
        {
            RuleFor(c => c.Name).IsName();
            RuleFor(c => c.ChannelId)
                .MustAsync(async (id, ct) => id is null || await db.Channels.AnyAsync(c => c.Id == id, ct))
                .WithMessage("This channel is no longer there. Choose another.");
            RuleFor(c => c.Words).Cascade(CascadeMode.Stop)
                .Must(words => words.Count <= 100).WithMessage("Keep it under 100 words and phrases.")
                .Must(words => words.All(w => w.Length <= 100)).WithMessage("Keep each word or phrase under 100 characters.")
                .Must(words => words.All(SettingsRules.IsStorable)).WithMessage("A word has characters that cannot be kept. Type it again.");
            RuleFor(c => c.Sender).Cascade(CascadeMode.Stop)
                .MaximumLength(200).WithMessage("Keep the sender under 200 characters.")
                .Must(SettingsRules.IsStorable).WithMessage("The sender has characters that cannot be kept. Type it again.");
            RuleFor(c => c.MinReach).GreaterThan(0).WithMessage("Give a number of readers above 0, or leave it blank.");
            RuleFor(c => c.DepartmentId).Cascade(CascadeMode.Stop)
                .Must((c, id) => id is not null || c.Priority is not null || c.Tags.Count > 0)
                .WithMessage("This rule would do nothing: choose a department, a priority or a tag.")
                .MustAsync(async (id, ct) => id is null || await db.Departments.AnyAsync(d => d.Id == id, ct))
                .WithMessage("This department is no longer there. Choose another.");
            RuleFor(c => c.Tags).Cascade(CascadeMode.Stop)
                .Must(tags => tags.Count <= 10).WithMessage("Keep it under 10 tags.")
                .Must(tags => tags.All(t => t.Length <= 40)).WithMessage("Keep each tag under 40 characters.")
                .Must(tags => tags.All(SettingsRules.IsStorable)).WithMessage("A tag has characters that cannot be kept. Type it again.");
        }
    }

    internal sealed class Handler(InboxDb db, SettingsChange settings) : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var opened = request.Id is { } id
                ? await settings.EditAsync<RoutingRule>(id, request.Revision, cancellationToken)
                : db.RoutingRules.Add(new RoutingRule { Name = "", Position = await LastAsync(cancellationToken) + 1 }).Entity;
            if (!opened.IsOk)
            {
                return opened.Error;
            }

            var rule = opened.Value;
            rule.Name = request.Name.Trim();
            rule.Enabled = request.Enabled;
            rule.ChannelId = request.ChannelId;
            rule.Words = SettingsRules.Distinct(request.Words);
            rule.WordsIn = request.WordsIn;
            rule.Sender = SettingsRules.OrNull(request.Sender);
            rule.MinReach = request.MinReach;
            rule.DepartmentId = request.DepartmentId;
            rule.Priority = request.Priority;
            rule.Tags = SettingsRules.Distinct(request.Tags);
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : rule.Id;
        }

        private Task<int> LastAsync(CancellationToken cancellationToken) =>
            db.RoutingRules.Select(r => r.Position).DefaultIfEmpty().MaxAsync(cancellationToken);
    }
}
