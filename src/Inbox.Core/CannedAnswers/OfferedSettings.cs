using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.CannedAnswers;

/// <summary>Who may edit what is offered to agents: admins what is for departments, each agent their own and nobody else's.</summary>
internal sealed class OfferedSettings(InboxDb db, SettingsChange settings)
{
    /// <summary>Everybody may have so many of a kind; the search over them stays small.</summary>
    private const int MostOwn = 200;

    private static readonly Error Gone = new(ErrorKind.NotFound, "not_yours", "This is no longer there, or it is not yours.");

    /// <summary>The row to change, or a new one; checked for rights and for a save in between.</summary>
    public async Task<Result<T>> OpenAsync<T>(long? id, int revision, bool personal, Actor actor, Func<long?, T> make, CancellationToken cancellationToken)
        where T : class, ISetting, IOffered
    {
        if (!personal && await settings.BeginAsync(actor, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (personal && actor.AgentId is null)
        {
            return Gone;
        }

        if (id is not { } known)
        {
            return personal && await db.Set<T>().CountAsync(o => o.OwnerId == actor.AgentId, cancellationToken) >= MostOwn
                ? new Error(ErrorKind.Conflict, "too_many_own", $"You have {MostOwn} of your own. Delete some that you no longer use.")
                : db.Set<T>().Add(make(personal ? actor.AgentId : null)).Entity;
        }

        var found = await settings.EditAsync<T>(known, revision, cancellationToken);
        return found.IsOk && !IsEditedBy(found.Value, personal, actor) ? Gone : found;
    }

    public async Task<Result<Done>> DeleteAsync<T>(long id, bool personal, Actor actor, CancellationToken cancellationToken)
        where T : class, ISetting, IOffered
    {
        if (!personal && await settings.BeginAsync(actor, cancellationToken) is { } refused)
        {
            return refused;
        }

        var found = await settings.FindAsync<T>(id, cancellationToken);
        if (!found.IsOk)
        {
            return found.Error;
        }

        if (!IsEditedBy(found.Value, personal, actor))
        {
            return Gone;
        }

        db.Remove(found.Value);
        await db.SaveChangesAsync(cancellationToken);
        return default(Done);
    }

    private static bool IsEditedBy(IOffered offered, bool personal, Actor actor) =>
        personal ? offered.OwnerId is { } owner && owner == actor.AgentId : offered.OwnerId is null;
}

internal static class PreparedText
{
    public const int Longest = 20_000;

    /// <summary>A text with placeholders that all exist.</summary>
    public static IRuleBuilderOptionsConditions<T, string> IsPreparedText<T>(this IRuleBuilderInitial<T, string> rule, string missing) =>
        rule.Cascade(CascadeMode.Stop)
            .NotEmpty().WithMessage(missing)
            .MaximumLength(Longest).WithMessage($"Keep the text under {Longest:N0} characters.")
            .Must(SettingsRules.IsStorable).WithMessage("The text has characters that cannot be kept. Type it again.")
            .Custom((text, context) =>
            {
                if (Placeholders.Wrong(text) is { } wrong)
                {
                    context.AddFailure(wrong);
                }
            });
}
