namespace Inbox.Core.Cases.Tasks;

public enum TaskState { Open, Done, Declined, Withdrawn }

/// <summary>Something asked of a department, or of one of its people, for a case that stays where it is. It has a due time of its own and moves no clock.</summary>
public sealed class CaseTask
{
    private CaseTask()
    {
    }

    public long Id { get; private set; }

    public long CaseId { get; private set; }

    /// <summary>The department that owned the case when it asked.</summary>
    public long FromDepartmentId { get; private set; }

    public long DepartmentId { get; private set; }

    /// <summary>Null: whoever of the department takes it.</summary>
    public long? AssigneeId { get; private set; }

    /// <summary>Null when a program asked.</summary>
    public long? AskedById { get; private set; }

    /// <summary>What is asked for, in the asker's words.</summary>
    public string Text { get; private set; } = "";

    public DateTimeOffset AskedAt { get; private set; }

    public DateTimeOffset DueAt { get; private set; }

    public TaskState State { get; private set; }

    /// <summary>What was found out or done, or why it was declined.</summary>
    public string? Answer { get; private set; }

    public long? DecidedById { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>When its people hear of it next: after three quarters of the time, and when it is late. Null: no more.</summary>
    public DateTimeOffset? RemindAt { get; private set; }

    public static CaseTask Ask(Case @case, long departmentId, long? assigneeId, long? askedById, string text, DateTimeOffset dueAt, DateTimeOffset now) => new()
    {
        CaseId = @case.Id,
        FromDepartmentId = @case.DepartmentId,
        DepartmentId = departmentId,
        AssigneeId = assigneeId,
        AskedById = askedById,
        Text = text,
        AskedAt = now,
        DueAt = Clock.Stored(dueAt),
        RemindAt = Clock.Stored(now + ((dueAt - now) * 0.75)),
    };

    public void Take(long agentId) => AssigneeId = agentId;

    public void Decide(TaskState state, string? answer, long? agentId, DateTimeOffset now) =>
        (State, Answer, DecidedById, DecidedAt, RemindAt) = (state, answer, agentId, now, null);

    /// <summary>Its people were told; true when it is late.</summary>
    public bool Reminded(DateTimeOffset now)
    {
        var late = now >= DueAt;
        RemindAt = late ? null : DueAt;
        return late;
    }
}
