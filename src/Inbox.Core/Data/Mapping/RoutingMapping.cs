using Inbox.Core.Access;
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
        entity.Property(r => r.Conditions).IsJson().HasDefaultValueSql("'{}'");
        entity.Property(r => r.AssignBy).HasDefaultValue(AssignBy.Nobody);
        entity.Property(r => r.Fate).HasDefaultValue(RuleFate.Opens);
        entity.Property(r => r.FollowerIds).HasDefaultValueSql("'{}'");
        entity.HasOne<Department>().WithMany().HasForeignKey(r => r.DepartmentId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<Agent>().WithMany().HasForeignKey(r => r.PersonId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<SlaPolicy>().WithMany().HasForeignKey(r => r.SlaPolicyId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RuleHitsMapping : IEntityTypeConfiguration<RuleHits>
{
    public void Configure(EntityTypeBuilder<RuleHits> entity)
    {
        entity.ToTable("rule_hits");
        entity.HasKey(h => new { h.RuleId, h.Day });
        entity.HasOne<RoutingRule>().WithMany().HasForeignKey(h => h.RuleId).OnDelete(DeleteBehavior.Cascade);
    }
}
