using Inbox.Core.Cases;
using Inbox.Core.Departments;
using Inbox.Core.Sla;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Inbox.Core.Data.Mapping;

internal sealed class SlaPolicyMapping : IEntityTypeConfiguration<SlaPolicy>
{
    public void Configure(EntityTypeBuilder<SlaPolicy> entity)
    {
        entity.ToTable("sla_policies");
        entity.Property(p => p.Targets).IsJson();
        entity.Property(p => p.Steps).IsJson();
        entity.HasOne<Calendar>().WithMany().HasForeignKey(p => p.CalendarId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SlaClockMapping : IEntityTypeConfiguration<SlaClock>
{
    public void Configure(EntityTypeBuilder<SlaClock> entity)
    {
        entity.ToTable("sla_clocks");
        entity.HasOne<Case>().WithMany().HasForeignKey(c => c.CaseId).OnDelete(DeleteBehavior.Restrict);
        entity.HasIndex(c => new { c.CaseId, c.Metric, c.Cycle }).IsUnique();

        // The worker reads only what is owed; stopped and paused clocks lie outside.
        entity.HasIndex(c => c.NextStepAt).HasFilter("next_step_at < 'infinity'");

        // An edit of a calendar or policy finds the clocks of earlier editions; the migration makes both without a lock.
        entity.HasIndex(c => new { c.CalendarId, c.HoursVersion, c.CaseId }, "ix_sla_clocks_calendar").HasFilter("stopped_at IS NULL");
        entity.HasIndex(c => new { c.PolicyId, c.TermsVersion, c.CaseId }, "ix_sla_clocks_policy").HasFilter("stopped_at IS NULL");
        entity.HasIndex(c => new { c.Metric, c.StoppedAt }, "ix_sla_clocks_stopped").HasFilter("stopped_at IS NOT NULL");
        entity.HasIndex(c => new { c.BreachedAt }, "ix_sla_clocks_breached").HasFilter("breached_at IS NOT NULL");
    }
}

internal sealed class RecomputationMapping : IEntityTypeConfiguration<Recomputation>
{
    public void Configure(EntityTypeBuilder<Recomputation> entity)
    {
        entity.ToTable("recomputations");
        entity.Ignore(r => r.IsOver);
        entity.HasOne<Calendar>().WithMany().HasForeignKey(r => r.CalendarId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne<SlaPolicy>().WithMany().HasForeignKey(r => r.PolicyId).OnDelete(DeleteBehavior.Cascade);
        entity.HasIndex(r => r.CalendarId).IsUnique();
        entity.HasIndex(r => r.PolicyId).IsUnique();
        entity.HasIndex(r => r.NextLookAt).HasFilter("next_look_at < 'infinity'");
    }
}

internal sealed class SlaSegmentMapping : IEntityTypeConfiguration<SlaSegment>
{
    public void Configure(EntityTypeBuilder<SlaSegment> entity)
    {
        entity.ToTable("sla_segments");
        entity.HasKey(s => new { s.CaseId, s.Metric, s.Cycle, s.StartedAt });
        entity.HasOne<Case>().WithMany().HasForeignKey(s => s.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EscalationMapping : IEntityTypeConfiguration<Escalation>
{
    public void Configure(EntityTypeBuilder<Escalation> entity)
    {
        entity.ToTable("escalations");
        entity.HasKey(e => new { e.CaseId, e.Metric, e.Cycle, e.Position });
    }
}
