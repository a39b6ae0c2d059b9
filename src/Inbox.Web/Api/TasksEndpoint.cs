using System.ComponentModel;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Web.Access;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Api;

/// <summary>Asking another department for something, and what becomes of it.</summary>
internal static class TasksEndpoint
{
    /// <summary>Body of POST …/tasks.</summary>
    internal sealed record AskRequest
    {
        [Description("Key or id of the department that is asked.")]
        public string? Department { get; init; }

        [Description("What is needed.")]
        public string? Text { get; init; }

        [Description("Id or mail address of one of its people; without it whoever takes it.")]
        public string? Assignee { get; init; }

        [Description("By when, within a year.")]
        public DateTimeOffset? DueAt { get; init; }
    }

    /// <summary>Body of POST …/take.</summary>
    internal sealed record TakeRequest([property: Description("Id or mail address of the member of the department who does it.")] string? Assignee);

    /// <summary>Body of POST …/finish.</summary>
    internal sealed record FinishRequest([property: Description("What was done or found.")] string? Answer);

    /// <summary>Body of POST …/decline.</summary>
    internal sealed record DeclineRequest([property: Description("Why not.")] string? Reason);

    public static void MapTasks(this IEndpointRouteBuilder api)
    {
        var one = api.MapGroup("/cases/{number}/tasks").WithTags("Tasks")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        one.MapGet("", ListAsync)
            .WithSummary("What was asked of others on a case, oldest first")
            .WithDescription("A department that asked or was asked reads its tasks also where it may not read the case; a contractor reads its own alone.")
            .Produces<Page<TaskItem>>();
        one.MapPost("", AskAsync)
            .WithSummary("Ask a department for something")
            .WithDescription("The case stays where it is. Send an Idempotency-Key to be able to repeat the request safely.")
            .Produces<TaskItem>(StatusCodes.Status201Created);
        one.MapPost("/{id:long}/take", TakeAsync)
            .WithSummary("Say who of the department does it")
            .Produces<TaskItem>();
        one.MapPost("/{id:long}/finish", (string number, long id, Body<FinishRequest> body, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
                desk.SendAsync(number, id, (actor, key) => new FinishTask.Command(id, body.Value.Answer ?? "", actor, key), context, cancellationToken))
            .WithSummary("It is done: answer whoever asked")
            .Produces<TaskItem>();
        one.MapPost("/{id:long}/decline", (string number, long id, Body<DeclineRequest> body, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
                desk.SendAsync(number, id, (actor, key) => new DeclineTask.Command(id, body.Value.Reason ?? "", actor, key), context, cancellationToken))
            .WithSummary("Decline it, with a reason")
            .Produces<TaskItem>();
        one.MapPost("/{id:long}/withdraw", (string number, long id, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
                desk.SendAsync(number, id, (actor, key) => new WithdrawTask.Command(id, actor, key), context, cancellationToken))
            .WithSummary("It is no longer needed; for the department that asked")
            .Produces<TaskItem>();
    }

    private static async Task<IResult> ListAsync(string number, HttpContext context, InboxDb db, Rulebook rulebook, CancellationToken cancellationToken)
    {
        var actor = context.GetActor();
        List<TaskItem> found = db.TasksOf(number) is { } tasks ? await db.ReadTasksAsync(tasks, actor, await rulebook.GetAsync(cancellationToken), cancellationToken) : [];
        return found.Count > 0 || await db.FindCaseAsync(number, actor, cancellationToken) is not null
            ? TypedResults.Ok(new Page<TaskItem>(found, Next: null))
            : CasesEndpoint.NotFound(number);
    }

    private static async Task<IResult> AskAsync(
        string number, Body<AskRequest> body, HttpContext context, IMediator mediator, InboxDb db, Rulebook rulebook, CancellationToken cancellationToken)
    {
        var (actor, ask, rules) = (context.GetActor(), body.Value, await rulebook.GetAsync(cancellationToken));
        if (await db.FindCaseAsync(number, actor, cancellationToken) is not { } caseId)
        {
            return CasesEndpoint.NotFound(number);
        }

        if (string.IsNullOrEmpty(ask.Department) || rules.DepartmentNamed(ask.Department) is not { } department)
        {
            return Problems.Invalid("department", string.IsNullOrEmpty(ask.Department) ? "Say which department is asked." : $"There is no department '{ask.Department}'.");
        }

        if (ask.DueAt is not { } due)
        {
            return Problems.Invalid("dueAt", "Say by when you need it.");
        }

        if (!Agent(ask.Assignee, rules, out var assignee))
        {
            return NoAgent(ask.Assignee);
        }

        var asked = await mediator.Send(new AskTask.Command(caseId, ask.Text ?? "", department.Id, assignee, due, actor, context.IdempotencyKey()), cancellationToken);
        if (!asked.IsOk)
        {
            return Problems.Of(asked.Error);
        }

        db.ChangeTracker.Clear();
        return TypedResults.Created($"/api/v1/cases/{number}/tasks", (await db.ReadTasksAsync(db.Tasks.Where(t => t.Id == asked.Value), actor, rules, cancellationToken))[0]);
    }

    private static async Task<IResult> TakeAsync(
        string number, long id, Body<TakeRequest> body, HttpContext context, Desk desk, Rulebook rulebook, CancellationToken cancellationToken) =>
        Agent(body.Value.Assignee, await rulebook.GetAsync(cancellationToken), out var assignee)
            ? await desk.SendAsync(number, id, (actor, key) => new TakeTask.Command(id, actor, assignee, key), context, cancellationToken)
            : NoAgent(body.Value.Assignee);

    /// <summary>Nobody named is nobody meant.</summary>
    private static bool Agent(string? named, Rules rules, out long? agent)
    {
        agent = string.IsNullOrEmpty(named) ? null : rules.AgentNamed(named);
        return agent is not null || string.IsNullOrEmpty(named);
    }

    private static ProblemHttpResult NoAgent(string? named) => Problems.Invalid("assignee", $"There is no agent '{named}'. Give an id or a mail address.");

    /// <summary>What the changes of one task share: find, send, and answer how it stands now.</summary>
    internal sealed class Desk(IMediator mediator, InboxDb db, Rulebook rulebook)
    {
        public async Task<IResult> SendAsync(string number, long id, Func<Actor, string?, ICommand<Done>> command, HttpContext context, CancellationToken cancellationToken)
        {
            var actor = context.GetActor();
            if (db.TasksOf(number) is not { } tasks || !await db.VisibleTasks(tasks.Where(t => t.Id == id), actor).AnyAsync(cancellationToken))
            {
                return Problems.NotFound($"There is no such task on {number}, or it is not yours to see.");
            }

            var done = await mediator.Send(command(actor, context.IdempotencyKey()), cancellationToken);
            if (!done.IsOk)
            {
                return Problems.Of(done.Error);
            }

            db.ChangeTracker.Clear();
            return TypedResults.Ok((await db.ReadTasksAsync(db.Tasks.Where(t => t.Id == id), actor, await rulebook.GetAsync(cancellationToken), cancellationToken))[0]);
        }
    }
}
