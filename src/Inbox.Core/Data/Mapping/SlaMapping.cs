using Inbox.Core.Cases;
using Inbox.Core.Departments;
using Inbox.Core.Routing;
using Inbox.Core.Sla;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Inbox.Core.Data.Mapping;

internal sealed class RoutingRuleMapping : IEntityTypeConfiguration<RoutingRule>
{
    public void Configure(EntityTypeBuilder<RoutingRule> entity)
    {
        entity.ToTable("routing_rules");
        entity.HasOne<Department>().WithMany().HasForeignKey(r => r.DepartmentId).OnDelete(DeleteBehavior.Restrict);
    }
}

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
        entity.HasIndex(c => new { c.Metric, c.StoppedAt }, "ix_sla_clocks_stopped").HasFilter("stopped_at IS NOT NULL");
        entity.HasIndex(c => new { c.BreachedAt }, "ix_sla_clocks_breached").HasFilter("breached_at IS NOT NULL");
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
        entity.HasKey(e => new { e.CaseId, e.Metric, e.Cycle, e.SharePercent, e.Action });
    }
}
