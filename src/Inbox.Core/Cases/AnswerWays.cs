using System.Globalization;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Chooses the way of an answer, public or private, and says why it cannot go it.</summary>
internal static class AnswerWays
{
    /// <summary>The visibility of the answer, or why it may not leave so.</summary>
    /// <param name="db">Asked only where an answer would become public.</param>
    /// <param name="request">What the agent wants.</param>
    /// <param name="target">What is answered.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<Result<Visibility>> WayAsync(this InboxDb db, ReplyToCase.Command request, AnswerTarget target, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var leaves = request.SendAt ?? now;
        if ((request.Visibility ?? target.Options.Usual(target.Answered.Visibility, leaves)) is not { } visibility || target.Options.Of(visibility) is not { } way)
        {
            return new Error(ErrorKind.Invalid, "cannot_answer_so", $"{target.Channel.Name} takes no {Word(request.Visibility ?? target.Answered.Visibility)} answer to this message.");
        }

        if (way.Closed is { } closed)
        {
            return new Error(ErrorKind.Conflict, "reply_closed", closed);
        }

        if (way.Until is { } until && until <= leaves)
        {
            var at = until.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
            return new Error(ErrorKind.Conflict, "reply_window_over", until <= now
                ? $"{target.Channel.Name} took {Word(visibility)} answers to this message until {at}. Reach the customer another way."
                : $"{target.Channel.Name} takes {Word(visibility)} answers to this message until {at}. Let it leave before that.");
        }

        if (request.AsThread && !way.Splits)
        {
            return new Error(ErrorKind.Invalid, "cannot_split", $"{target.Channel.Name} takes an answer as one message. Shorten it.");
        }

        var text = request.Text.Trim().ReplaceLineEndings("\n");
        if ((request.AsThread ? way.Limit?.SplitProblem(text) : way.Limit?.Problem(text)) is { } tooLong)
        {
            return new Error(ErrorKind.Invalid, "text_too_long", tooLong);
        }

        return visibility == Visibility.Public && !request.PublicAnyway && await db.WasPrivateAsync(request.CaseId, target.Answered, cancellationToken)
            ? new Error(ErrorKind.Conflict, "goes_public", $"Until now this was said in private. Your answer on {target.Channel.Name} can be read by everybody. Send it all the same?")
            : visibility;
    }

    /// <summary>Whether the files go along by this way. They are the message's already.</summary>
    public static Error? FilesRefusal(this InboxDb db, Message message, AnswerTarget target)
    {
        var media = target.Options.Of(message.Visibility)!.Media;
        if (media == MediaLimits.Any)
        {
            return null;
        }

        // They are tracked and not saved yet.
        var files = db.Attachments.Local.Where(a => a.MessageId == message.Id).ToList();
        if (files.Count > media.Most)
        {
            return new Error(ErrorKind.Invalid, "too_many_files", media.Most == 0
                ? $"{target.Channel.Name} takes no files. Leave them out, or put a link into the text."
                : string.Create(CultureInfo.InvariantCulture, $"{target.Channel.Name} takes {media.Most} {(media.Most == 1 ? "file" : "files")} with an answer; these are {files.Count}."));
        }

        return files.Find(f => !media.Takes(f.ContentType)) is { } odd
            ? new Error(ErrorKind.Invalid, "file_type", $"{target.Channel.Name} does not take files like “{odd.Name}” ({odd.ContentType}).")
            : files.Find(f => f.Size > media.MostBytes) is { } large
                ? new Error(ErrorKind.Invalid, "file_too_large", string.Create(CultureInfo.InvariantCulture, $"“{large.Name}” is larger than the {media.MostBytes / 1_000_000d:0.#} MB that {target.Channel.Name} takes."))
                : null;
    }

    /// <summary>The customer or we spoke last in private: what follows in public is a step that somebody should mean.</summary>
    private static Task<bool> WasPrivateAsync(this InboxDb db, long caseId, Message answered, CancellationToken cancellationToken) =>
        answered.Visibility == Visibility.Private
            ? Task.FromResult(true)
            : db.Messages.Where(m => m.CaseId == caseId && m.Id != answered.Id && !m.ToThirdParties && m.Direction != Direction.Note && m.Call == null
                    && m.Automatic == Automatic.None && m.Failure == null)
                .OrderByDescending(m => m.Id).Take(1).AnyAsync(m => m.Visibility == Visibility.Private, cancellationToken);

    private static string Word(Visibility visibility) => visibility == Visibility.Public ? "public" : "private";
}
