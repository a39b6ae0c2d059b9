using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Departments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Inbox.Core.Data.Mapping;

internal sealed class CaseMapping : IEntityTypeConfiguration<Case>
{
    public void Configure(EntityTypeBuilder<Case> entity)
    {
        entity.ToTable("cases");
        entity.Property(c => c.Id).UseIdentityByDefaultColumn().HasIdentityOptions(startValue: 1001);
        entity.Ignore(c => c.Number);
        entity.HasOne<Department>().WithMany().HasForeignKey(c => c.DepartmentId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<Channel>().WithMany().HasForeignKey(c => c.ChannelId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<Customer>().WithMany().HasForeignKey(c => c.CustomerId).OnDelete(DeleteBehavior.Restrict);

        // Lists of open cases grow with the open ones only, whatever is closed.
        entity.HasIndex(c => new { c.NextDueAt, c.Id }, "ix_cases_open_due").HasFilter("is_open");
        entity.HasIndex(c => new { c.DepartmentId, c.NextDueAt, c.Id }, "ix_cases_open_department").HasFilter("is_open");
        entity.HasIndex(c => new { c.AssigneeId, c.NextDueAt, c.Id }, "ix_cases_open_assignee").HasFilter("is_open");
        entity.HasIndex(c => new { c.LastMessageAt, c.Id }, "ix_cases_open_newest").HasFilter("is_open");

        // One index-only scan answers every count of the views; by the id it knows who follows a case and who was named on it.
        entity.HasIndex(c => new { c.DepartmentId, c.AssigneeId, c.Status, c.NextDueAt, c.SnoozedUntil, c.OfferedToId }, "ix_cases_open_counts").IncludeProperties(c => c.Id).HasFilter("is_open");
        entity.HasIndex(c => c.OfferedToId).HasFilter("offered_to_id IS NOT NULL");
        entity.HasIndex(c => new { c.ThanksUntil, c.Id }).HasFilter("thanks_until IS NOT NULL");
        entity.HasIndex(c => c.ReturnedAt).HasFilter("returned_at IS NOT NULL AND is_open");
        entity.HasIndex(c => new { c.NextDueAt, c.Id }, "ix_cases_ping_pong").HasFilter("ping_pong AND is_open");
        entity.HasIndex(c => c.SnoozedUntil).HasFilter("snoozed_until IS NOT NULL AND is_open");
        entity.HasIndex(c => new { c.Status, c.ResolvedAt }, "ix_cases_resolved").HasFilter("status = 'Resolved'");
        entity.HasIndex(c => new { c.CustomerId, c.Id });
        entity.HasIndex(c => new { c.LastMessageAt, c.Id });
        entity.HasIndex(c => new { c.DepartmentId, c.LastMessageAt, c.Id });
        entity.HasIndex(c => new { c.Status, c.LastMessageAt, c.Id });
        entity.HasIndex(c => c.FollowUpOfId).HasFilter("follow_up_of_id IS NOT NULL");
        entity.HasIndex(c => c.FoldedIntoId).HasFilter("folded_into_id IS NOT NULL");
        entity.HasIndex(c => c.Subject).HasMethod("gin").HasOperators("gin_trgm_ops");

        // Most cases have no tag, and cost this index nothing.
        entity.HasIndex(c => c.Tags).HasMethod("gin").HasFilter("cardinality(tags) > 0");
    }
}

internal sealed class MessageMapping : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> entity)
    {
        entity.ToTable("messages");
        entity.Property(m => m.To).IsJson();
        entity.Property(m => m.Cc).IsJson();
        // Rows of before, and what the filer copies in, have none.
        entity.Property(m => m.Bcc).IsJson().HasDefaultValueSql("'[]'");
        entity.Property(m => m.ReplyTo).IsJson();
        entity.Property(m => m.Named).HasDefaultValueSql("'{}'");
        entity.Property(m => m.Format).HasDefaultValue(TextFormat.Plain);
        entity.Property(m => m.AsThread).HasDefaultValue(false);
        entity.Property(m => m.Call).IsJson();
        entity.Property(m => m.Forward).IsJson();
        entity.HasOne<Case>().WithMany().HasForeignKey(m => m.CaseId).OnDelete(DeleteBehavior.Restrict);
        entity.HasIndex(m => new { m.CaseId, m.Id });
        entity.HasIndex(m => new { m.HandleId, m.ReceivedAt });
        entity.HasIndex(m => new { m.ReceivedAt, m.Id }, "ix_messages_mentions").HasFilter("visibility = 'Public' AND direction = 'Inbound'");
        entity.HasIndex(m => new { m.Reach, m.Id }, "ix_messages_mentions_reach").HasFilter("visibility = 'Public' AND direction = 'Inbound'");
        entity.HasIndex(m => new { m.ReceivedAt, m.Id }, "ix_messages_automatic").HasFilter("case_id IS NULL AND automatic <> 'None'");
    }
}

internal sealed class AttachmentMapping : IEntityTypeConfiguration<Attachment>
{
    public void Configure(EntityTypeBuilder<Attachment> entity)
    {
        entity.ToTable("attachments");
        entity.HasOne<Message>().WithMany().HasForeignKey(a => a.MessageId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne<Draft>().WithMany().HasForeignKey(a => a.DraftId).OnDelete(DeleteBehavior.Cascade);
        entity.HasIndex(a => a.MessageId);
        entity.HasIndex(a => a.DraftId).HasFilter("draft_id IS NOT NULL");
        entity.HasIndex(a => a.UploadedAt, "ix_attachments_waiting").HasFilter("message_id IS NULL AND draft_id IS NULL");
    }
}

internal sealed class DraftMapping : IEntityTypeConfiguration<Draft>
{
    public void Configure(EntityTypeBuilder<Draft> entity)
    {
        entity.ToTable("drafts");
        entity.Property(d => d.To).IsJson();
        entity.Property(d => d.Cc).IsJson();
        entity.Property(d => d.Bcc).IsJson();
        entity.HasOne<Case>().WithMany().HasForeignKey(d => d.CaseId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne<Agent>().WithMany().HasForeignKey(d => d.AgentId).OnDelete(DeleteBehavior.Cascade);

        // One of each kind a case and agent; the one of a case still to be opened has none.
        entity.HasIndex(d => new { d.AgentId, d.CaseId, d.Mode }, "ux_drafts_own").IsUnique().AreNullsDistinct(false);
    }
}

internal sealed class ParticipantMapping : IEntityTypeConfiguration<Participant>
{
    public void Configure(EntityTypeBuilder<Participant> entity)
    {
        entity.ToTable("participants");
        entity.HasKey(p => new { p.CaseId, p.HandleId });
    }
}

internal sealed class CaseEventMapping : IEntityTypeConfiguration<CaseEvent>
{
    public void Configure(EntityTypeBuilder<CaseEvent> entity)
    {
        entity.ToTable("case_events");
        entity.HasIndex(e => new { e.CaseId, e.Id });
    }
}

internal sealed class HandoffMapping : IEntityTypeConfiguration<Handoff>
{
    public void Configure(EntityTypeBuilder<Handoff> entity)
    {
        entity.ToTable("handoffs");
        entity.HasOne<Case>().WithMany().HasForeignKey(h => h.CaseId).OnDelete(DeleteBehavior.Restrict);
        entity.Property(h => h.Checklist).IsJson().HasDefaultValueSql("'[]'");
        entity.Ignore(h => h.Missing);
        entity.HasIndex(h => h.CaseId, "ux_handoffs_open").IsUnique().HasFilter("state = 'Offered'");
        entity.HasIndex(h => new { h.CaseId, h.Id });
        entity.HasIndex(h => new { h.ToDepartmentId, h.OfferedAt });
    }
}

internal sealed class CaseTaskMapping : IEntityTypeConfiguration<CaseTask>
{
    public void Configure(EntityTypeBuilder<CaseTask> entity)
    {
        entity.ToTable("case_tasks");
        entity.HasOne<Case>().WithMany().HasForeignKey(t => t.CaseId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<Department>().WithMany().HasForeignKey(t => t.DepartmentId).OnDelete(DeleteBehavior.Restrict);
        entity.HasIndex(t => new { t.CaseId, t.Id });

        // The view of a department lists and counts its open ones alone, however many are done.
        entity.HasIndex(t => new { t.DepartmentId, t.DueAt, t.Id }, "ix_case_tasks_open").HasFilter("state = 'Open'");
        entity.HasIndex(t => t.RemindAt).HasFilter("remind_at IS NOT NULL");
    }
}
