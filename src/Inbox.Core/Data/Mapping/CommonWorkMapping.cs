using Inbox.Core.Access;
using Inbox.Core.CannedAnswers;
using Inbox.Core.Cases.Following;
using Inbox.Core.Cases.Linking;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Cases.Naming;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Core.Macros;
using Inbox.Core.Playbooks;
using Inbox.Core.Sla;
using Inbox.Core.Tags;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Inbox.Core.Data.Mapping;

internal sealed class CaseFollowerMapping : IEntityTypeConfiguration<CaseFollower>
{
    public void Configure(EntityTypeBuilder<CaseFollower> entity)
    {
        entity.ToTable("case_followers");
        entity.HasKey(f => new { f.CaseId, f.AgentId });
        entity.HasOne<Case>().WithMany(c => c.Followers).HasForeignKey(f => f.CaseId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne<Agent>().WithMany().HasForeignKey(f => f.AgentId).OnDelete(DeleteBehavior.Cascade);

        // "Following" begins with the person.
        entity.HasIndex(f => new { f.AgentId, f.CaseId });
    }
}

internal sealed class CaseReaderMapping : IEntityTypeConfiguration<CaseReader>
{
    public void Configure(EntityTypeBuilder<CaseReader> entity)
    {
        entity.ToTable("case_readers");
        entity.HasKey(r => new { r.CaseId, r.AgentId });
        entity.HasOne<Case>().WithMany(c => c.Readers).HasForeignKey(r => r.CaseId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne<Agent>().WithMany().HasForeignKey(r => r.AgentId).OnDelete(DeleteBehavior.Cascade);
        entity.HasIndex(r => new { r.AgentId, r.CaseId });
    }
}

internal sealed class MessageNameMapping : IEntityTypeConfiguration<MessageName>
{
    public void Configure(EntityTypeBuilder<MessageName> entity)
    {
        entity.ToTable("message_names");
        entity.HasKey(n => new { n.MessageId, n.AgentId });
        entity.HasOne<Message>().WithMany().HasForeignKey(n => n.MessageId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne<Agent>().WithMany().HasForeignKey(n => n.AgentId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class CaseLinkMapping : IEntityTypeConfiguration<CaseLink>
{
    public void Configure(EntityTypeBuilder<CaseLink> entity)
    {
        entity.ToTable("case_links");
        entity.HasOne<Case>().WithMany().HasForeignKey(l => l.FromId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne<Case>().WithMany().HasForeignKey(l => l.ToId).OnDelete(DeleteBehavior.Cascade);
        entity.HasIndex(l => new { l.FromId, l.ToId }).IsUnique();
        entity.HasIndex(l => l.ToId);
        entity.HasIndex(l => l.FromId, "ux_case_links_parent").IsUnique().HasFilter("kind = 'ChildOf'");
    }
}

internal sealed class CaseMoveMapping : IEntityTypeConfiguration<CaseMove>
{
    public void Configure(EntityTypeBuilder<CaseMove> entity)
    {
        entity.ToTable("case_moves");
        entity.HasOne<Case>().WithMany().HasForeignKey(m => m.FromId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne<Case>().WithMany().HasForeignKey(m => m.IntoId).OnDelete(DeleteBehavior.Cascade);
        entity.HasIndex(m => m.FromId);
        entity.HasIndex(m => m.IntoId);
    }
}

internal sealed class TagMapping : IEntityTypeConfiguration<Tag>
{
    public void Configure(EntityTypeBuilder<Tag> entity)
    {
        entity.ToTable("tags");
        entity.Property(t => t.Key).HasComputedColumnSql("lower(name)", stored: true);
        entity.HasIndex(t => t.Key).IsUnique();
    }
}

internal sealed class TaggingMapping : IEntityTypeConfiguration<Tagging>
{
    public void Configure(EntityTypeBuilder<Tagging> entity)
    {
        entity.ToTable("tagging");
        entity.Property(t => t.Id).ValueGeneratedNever();
    }
}

internal sealed class TagChangeMapping : IEntityTypeConfiguration<TagChange>
{
    public void Configure(EntityTypeBuilder<TagChange> entity) => entity.ToTable("tag_changes");
}

internal sealed class CannedAnswerMapping : IEntityTypeConfiguration<CannedAnswer>
{
    public void Configure(EntityTypeBuilder<CannedAnswer> entity)
    {
        entity.ToTable("canned_answers");
        entity.Property(a => a.Search).HasComputedColumnSql("lower(title || ' ' || keywords || ' ' || language || ' ' || body)", stored: true);
        entity.HasIndex(a => a.Search).HasMethod("gin").HasOperators("gin_trgm_ops");
        entity.HasIndex(a => a.OwnerId).HasFilter("owner_id IS NOT NULL");
        entity.HasOne<Department>().WithMany().HasForeignKey(a => a.DepartmentId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<Agent>().WithMany().HasForeignKey(a => a.OwnerId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class CannedAnswerUseMapping : IEntityTypeConfiguration<CannedAnswerUse>
{
    public void Configure(EntityTypeBuilder<CannedAnswerUse> entity)
    {
        entity.ToTable("canned_answer_uses");
        entity.HasKey(u => new { u.AnswerId, u.DepartmentId });
        entity.HasOne<CannedAnswer>().WithMany().HasForeignKey(u => u.AnswerId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne<Department>().WithMany().HasForeignKey(u => u.DepartmentId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class MacroMapping : IEntityTypeConfiguration<Macro>
{
    public void Configure(EntityTypeBuilder<Macro> entity)
    {
        entity.ToTable("macros");
        entity.Property(m => m.Actions).IsJson();
        entity.HasIndex(m => m.OwnerId).HasFilter("owner_id IS NOT NULL");
        entity.HasOne<Department>().WithMany().HasForeignKey(m => m.DepartmentId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<Agent>().WithMany().HasForeignKey(m => m.OwnerId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PlaybookMapping : IEntityTypeConfiguration<Playbook>
{
    public void Configure(EntityTypeBuilder<Playbook> entity)
    {
        entity.ToTable("playbooks");
        entity.Property(p => p.Steps).IsJson();
        entity.HasOne<Department>().WithMany().HasForeignKey(p => p.DepartmentId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<Channel>().WithMany().HasForeignKey(p => p.ChannelId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<SlaPolicy>().WithMany().HasForeignKey(p => p.SlaPolicyId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class OpenPlaybookMapping : IEntityTypeConfiguration<OpenPlaybook>
{
    public void Configure(EntityTypeBuilder<OpenPlaybook> entity)
    {
        entity.ToTable("open_playbooks");
        entity.Property(p => p.Steps).IsJson();
        entity.HasOne<Case>().WithMany().HasForeignKey(p => p.CaseId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<Playbook>().WithMany().HasForeignKey(p => p.PlaybookId).OnDelete(DeleteBehavior.SetNull);

        // Once a case, whoever or whatever opens it.
        entity.HasIndex(p => new { p.CaseId, p.PlaybookId }).IsUnique();
    }
}
