using System.ComponentModel;
using System.Globalization;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Web.Access;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Inbox.Web.Api;

/// <summary>The messages of a case: read, answer, note.</summary>
internal static class MessagesEndpoint
{
    private const int MostMessages = 200;

    /// <summary>Body of POST …/replies.</summary>
    internal sealed record ReplyRequest
    {
        public string? Text { get; init; }

        [Description("Who gets it; without it whoever wrote the newest customer message. Where that is nobody of these, the answer is refused with code recipient_changed unless toAnyway is true.")]
        public IReadOnlyList<string>? To { get; init; }

        public bool ToAnyway { get; init; }

        [Description("Mail addresses that get a copy.")]
        public IReadOnlyList<string>? Cc { get; init; }

        [Description("Mail addresses that get a copy unseen by the others.")]
        public IReadOnlyList<string>? Bcc { get; init; }

        [Description("Ids of files handed in before by POST /attachments.")]
        public IReadOnlyList<long>? Attachments { get; init; }

        [Description("plain (when not given) or markdown, which goes out as formatted text as well.")]
        public TextFormat? Format { get; init; }

        [Description("Who may read it: Public or Private; without it whoever could read the message answered. An answer in public to what was said in private is refused with code goes_public unless this is Public.")]
        public Visibility? Visibility { get; init; }

        [Description("true: a text that is too long for one post leaves as several, each below the one before, where the channel can do that; else it is refused with code cannot_split. Without it a text that is too long is refused with code text_too_long.")]
        public bool AsThread { get; init; }

        [Description("When it leaves; without it at once. The promise runs until then.")]
        public DateTimeOffset? SendAt { get; init; }

        [Description("What the case is afterwards: Waiting (when not given), Open, OnHold or Resolved.")]
        public CaseStatus? Status { get; init; }

        [Description("Why the case is resolved although a required step of a playbook is open; without it that is refused with code reason_needed, also where the answer leaves later.")]
        public string? Reason { get; init; }
    }

    /// <summary>Body of POST …/notes.</summary>
    internal sealed record NoteRequest
    {
        public string? Text { get; init; }

        [Description("A contractor who works on the case may read it too.")]
        public bool SharedOutside { get; init; }
    }

    public static void MapMessages(this IEndpointRouteBuilder api)
    {
        var messages = api.MapGroup("").WithTags("Messages").ProducesProblem(StatusCodes.Status404NotFound);
        messages.MapGet("/cases/{number}/messages", ListAsync)
            .WithSummary("What was said on a case, oldest first")
            .Produces<Page<MessageView>>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        messages.MapGet("/messages/{id:long}", ReadAsync)
            .WithSummary("One message")
            .Produces<MessageView>();
        messages.MapPost("/cases/{number}/replies", ReplyAsync)
            .WithSummary("Answer the newest customer message")
            .WithDescription("It goes out at once, over the channel the customer wrote through. Send an Idempotency-Key to be able to repeat the request safely.")
            .Produces<MessageView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        messages.MapPost("/cases/{number}/notes", NoteAsync)
            .WithSummary("Write an internal note")
            .Produces<MessageView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> ListAsync(
        string number,
        [FromQuery, Description("`next` of the page before.")] string? after,
        [FromQuery, Description("Messages a page, 1 to 200, which is also usual.")] string? limit,
        HttpContext context,
        InboxDb db,
        Rulebook rulebook,
        CancellationToken cancellationToken)
    {
        var actor = context.GetActor();
        if (await db.FindCaseAsync(number, actor, cancellationToken) is not { } id)
        {
            return CasesEndpoint.NotFound(number);
        }

        if (Number(after, 0) is not (>= 0 and var from))
        {
            return Problems.Invalid("after", "Hand in 'next' of the page before.");
        }

        if (Number(limit, MostMessages) is not (>= 1 and <= MostMessages and var rows))
        {
            return Problems.Invalid("limit", "A page holds 1 to 200 messages.");
        }

        var wanted = db.Messages.VisibleTo(actor, db).Where(m => m.CaseId == id && m.Id > from).OrderBy(m => m.Id).Take((int)rows + 1);
        var found = await db.ReadMessagesAsync(wanted, await rulebook.GetAsync(cancellationToken), cancellationToken);
        var page = found.Take((int)rows).ToList();
        return TypedResults.Ok(new Page<MessageView>(page, found.Count > rows ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<IResult> ReadAsync(long id, HttpContext context, InboxDb db, Rulebook rulebook, CancellationToken cancellationToken) =>
        await FindAsync(id, context.GetActor(), db, rulebook, cancellationToken) is { } found
            ? TypedResults.Ok(found)
            : Problems.NotFound("There is no such message, or it is not yours to see.");

    private static async Task<IResult> ReplyAsync(
        string number, Body<ReplyRequest> body, HttpContext context, IMediator mediator, InboxDb db, Rulebook rulebook, CancellationToken cancellationToken)
    {
        var (actor, reply) = (context.GetActor(), body.Value);
        if (!CaseNumber.TryParse(number, out var id))
        {
            return CasesEndpoint.NotFound(number);
        }

        var then = reply.Status ?? CaseStatus.Waiting;
        if (then is not (CaseStatus.Waiting or CaseStatus.Open or CaseStatus.OnHold or CaseStatus.Resolved))
        {
            return Problems.Invalid("status", "After an answer a case is Waiting, Open, OnHold or Resolved.");
        }

        // A program has no second thoughts: nothing to undo, and no newer message that it has yet to read.
        var command = new ReplyToCase.Command(id, reply.Text ?? "", then, reply.Cc ?? [], SeenMessageId: null, Anyway: true, actor, context.IdempotencyKey(), UndoSeconds: 0)
        {
            To = reply.To,
            ToAnyway = reply.ToAnyway,
            TasksLeft = true,
            Reason = reply.Reason,
            Bcc = reply.Bcc,
            Attachments = reply.Attachments,
            Format = reply.Format ?? TextFormat.Plain,
            SendAt = reply.SendAt,
            Visibility = reply.Visibility,
            PublicAnyway = reply.Visibility == Visibility.Public,
            AsThread = reply.AsThread,
        };
        var sent = await mediator.Send(command, cancellationToken);
        return sent.IsOk ? await CreatedAsync(sent.Value.MessageId, actor, db, rulebook, cancellationToken) : Problems.Of(sent.Error);
    }

    private static async Task<IResult> NoteAsync(
        string number, Body<NoteRequest> body, HttpContext context, IMediator mediator, InboxDb db, Rulebook rulebook, CancellationToken cancellationToken)
    {
        var (actor, note) = (context.GetActor(), body.Value);
        if (!CaseNumber.TryParse(number, out var id))
        {
            return CasesEndpoint.NotFound(number);
        }

        var written = await mediator.Send(new AddNote.Command(id, note.Text ?? "", note.SharedOutside, actor, context.IdempotencyKey()), cancellationToken);
        return written.IsOk ? await CreatedAsync(written.Value, actor, db, rulebook, cancellationToken) : Problems.Of(written.Error);
    }

    /// <summary>A repeated request wrote nothing now, so its message is read.</summary>
    private static async Task<IResult> CreatedAsync(long id, Actor actor, InboxDb db, Rulebook rulebook, CancellationToken cancellationToken) =>
        TypedResults.Created(
            FormattableString.Invariant($"/api/v1/messages/{id}"),
            db.Written(id, await rulebook.GetAsync(cancellationToken)) ?? await FindAsync(id, actor, db, rulebook, cancellationToken));

    public static async Task<MessageView?> FindAsync(long id, Actor actor, InboxDb db, Rulebook rulebook, CancellationToken cancellationToken)
    {
        var visible = db.Messages.VisibleTo(actor, db).Where(m => m.Id == id);
        return (await db.ReadMessagesAsync(visible, await rulebook.GetAsync(cancellationToken), cancellationToken)).FirstOrDefault();
    }

    /// <summary>Null for what is no number.</summary>
    private static long? Number(string? text, long otherwise) =>
        string.IsNullOrEmpty(text) ? otherwise : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
