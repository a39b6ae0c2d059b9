using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Departments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Inbox.Core.Data.Mapping;

internal sealed class AgentMapping : IEntityTypeConfiguration<Agent>
{
    public void Configure(EntityTypeBuilder<Agent> entity)
    {
        entity.ToTable("agents");
        entity.Property(a => a.Skills).HasDefaultValueSql("'{}'");
        entity.HasMany(a => a.Departments).WithOne().HasForeignKey(d => d.AgentId);
    }
}

internal sealed class AgentDepartmentMapping : IEntityTypeConfiguration<AgentDepartment>
{
    public void Configure(EntityTypeBuilder<AgentDepartment> entity)
    {
        entity.ToTable("agent_departments");
        entity.HasKey(d => new { d.AgentId, d.DepartmentId });
        entity.HasOne<Department>().WithMany().HasForeignKey(d => d.DepartmentId);
    }
}

internal sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> entity)
    {
        entity.ToTable("api_tokens");
        entity.HasIndex(t => t.Hash).IsUnique();
    }
}

internal sealed class CustomerMapping : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> entity)
    {
        entity.ToTable("customers");
        entity.HasIndex(c => c.Name).HasMethod("gin").HasOperators("gin_trgm_ops");
        entity.HasIndex(c => c.HouseholdId).HasFilter("household_id IS NOT NULL");
    }
}

internal sealed class HandleMapping : IEntityTypeConfiguration<Handle>
{
    public void Configure(EntityTypeBuilder<Handle> entity)
    {
        entity.ToTable("handles");
        entity.HasOne<Customer>().WithMany().HasForeignKey(h => h.CustomerId).OnDelete(DeleteBehavior.Restrict);
        entity.HasIndex(h => new { h.Kind, h.Value }).IsUnique();
        entity.HasIndex(h => h.CustomerId);
        entity.HasIndex(h => h.Value, "ix_handles_value_search").HasMethod("gin").HasOperators("gin_trgm_ops");
    }
}

internal sealed class DepartmentMapping : IEntityTypeConfiguration<Department>
{
    public void Configure(EntityTypeBuilder<Department> entity)
    {
        entity.ToTable("departments");
        entity.HasIndex(d => d.Key).IsUnique();
        entity.Property(d => d.Checklist).IsJson().HasDefaultValueSql("'[]'");
        entity.HasOne<Calendar>().WithMany().HasForeignKey(d => d.CalendarId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<Agent>().WithMany().HasForeignKey(d => d.LeadId).OnDelete(DeleteBehavior.SetNull);
    }
}

internal sealed class CalendarMapping : IEntityTypeConfiguration<Calendar>
{
    public void Configure(EntityTypeBuilder<Calendar> entity)
    {
        entity.ToTable("calendars");
        entity.Property(c => c.Hours).IsJson();
        entity.Property(c => c.Holidays).IsJson();
        entity.Property(c => c.Exceptions).IsJson();
    }
}

internal sealed class EarlierHoursMapping : IEntityTypeConfiguration<EarlierHours>
{
    public void Configure(EntityTypeBuilder<EarlierHours> entity)
    {
        entity.ToTable("earlier_hours");
        entity.HasKey(h => new { h.CalendarId, h.Version });
        entity.Property(h => h.Times).IsJson();
        entity.HasOne<Calendar>().WithMany().HasForeignKey(h => h.CalendarId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ChannelMapping : IEntityTypeConfiguration<Channel>
{
    public void Configure(EntityTypeBuilder<Channel> entity)
    {
        entity.ToTable("channels");
        entity.HasIndex(c => c.Key).IsUnique();
        entity.Property(c => c.Settings).HasColumnType("jsonb");
        entity.Property(c => c.Acknowledgement).IsJson();
        entity.Property(c => c.TextLimit).IsJson();
        entity.HasIndex(c => c.SendsNotices).IsUnique().HasFilter("sends_notices");
        entity.Property(c => c.AttachmentMegabytes).HasDefaultValue(Channel.UsualAttachmentMegabytes);
        entity.HasOne<Department>().WithMany().HasForeignKey(c => c.DepartmentId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<Calendar>().WithMany().HasForeignKey(c => c.CalendarId).OnDelete(DeleteBehavior.Restrict);
    }
}
