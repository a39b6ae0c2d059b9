using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Playbooks;

/// <summary>Adds a playbook, or changes one. Where it is open already, its steps stay as they were.</summary>
public static class SavePlaybook
{
    public const int MostSteps = 40;

    /// <param name="Id">Null adds one.</param>
    /// <param name="Revision">As the form knew it; 0 for a new one.</param>
    public sealed record Command(
        long? Id,
        int Revision,
        string Name,
        bool Enabled,
        bool OpensByItself,
        long? DepartmentId,
        long? ChannelId,
        Priority? Priority,
        string? Tag,
        long? SlaPolicyId,
        IReadOnlyList<string> Words,
        IReadOnlyList<PlaybookStep> Steps,
        Actor Actor) : ICommand<long>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(InboxDb db)
        {
            RuleFor(c => c.Name).IsName();
            RuleFor(c => c.DepartmentId)
                .MustAsync(async (id, ct) => id is null || await db.Departments.AnyAsync(d => d.Id == id, ct))
                .WithMessage("This department is no longer there. Choose another.");
            RuleFor(c => c.ChannelId)
                .MustAsync(async (id, ct) => id is null || await db.Channels.AnyAsync(d => d.Id == id, ct))
                .WithMessage("This channel is no longer there. Choose another.");
            RuleFor(c => c.SlaPolicyId)
                .MustAsync(async (id, ct) => id is null || await db.SlaPolicies.AnyAsync(p => p.Id == id, ct))
                .WithMessage("This policy is no longer there. Choose another.");
            RuleFor(c => c.Tag).Must(SettingsRules.IsStorable).WithMessage("The tag has characters that cannot be kept. Type it again.");
            RuleFor(c => c.Words).Cascade(CascadeMode.Stop)
                .Must(words => words.Count <= 100).WithMessage("Keep it under 100 words and phrases.")
                .Must(words => words.All(w => w.Length <= 100 && SettingsRules.IsStorable(w))).WithMessage("Keep each word or phrase under 100 characters.");
            RuleFor(c => c.Steps).Must(s => s.Count is > 0 and <= MostSteps).WithMessage($"Give it 1 to {MostSteps} steps.");
            RuleForEach(c => c.Steps).ChildRules(step =>
            {
                step.RuleFor(s => s.Text).Cascade(CascadeMode.Stop)
                    .NotEmpty().WithMessage("Say what is to be done.")
                    .MaximumLength(300).WithMessage("Keep a step under 300 characters.")
                    .Must(SettingsRules.IsStorable).WithMessage("A step has characters that cannot be kept. Type it again.");
                step.RuleFor(s => s.Link).Must(link => link is null || IsWebAddress(link)).WithMessage("A link begins with https:// or http://.");
            });
        }

        /// <summary>Everything else a browser would follow, a script among it, is no link of a step.</summary>
        private static bool IsWebAddress(string link) =>
            link.Length <= 500 && Uri.TryCreate(link, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, SettingsChange settings) : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var opened = request.Id is { } id
                ? await settings.EditAsync<Playbook>(id, request.Revision, cancellationToken)
                : db.Playbooks.Add(new Playbook { Name = "" }).Entity;
            if (!opened.IsOk)
            {
                return opened.Error;
            }

            var (playbook, tags) = (opened.Value, (await rulebook.GetAsync(cancellationToken)).Tags);
            playbook.Name = request.Name.Trim();
            playbook.Enabled = request.Enabled;
            playbook.OpensByItself = request.OpensByItself;
            playbook.DepartmentId = request.DepartmentId;
            playbook.ChannelId = request.ChannelId;
            playbook.Priority = request.Priority;
            playbook.Tag = SettingsRules.OrNull(request.Tag) is { } tag ? tags.Spelled([tag])[0] : null;
            playbook.SlaPolicyId = request.SlaPolicyId;
            playbook.Words = SettingsRules.Distinct(request.Words);
            playbook.Steps = [.. request.Steps.Select(s => s with { Text = s.Text.Trim() })];
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : playbook.Id;
        }
    }
}
