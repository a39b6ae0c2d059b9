using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Delivery;
using Inbox.Core.Delivery.Changes;
using Inbox.Core.Intake;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Inbox.Core.Data.Mapping;

internal sealed class InboundDeliveryMapping : IEntityTypeConfiguration<InboundDelivery>
{
    public void Configure(EntityTypeBuilder<InboundDelivery> entity)
    {
        entity.ToTable("inbound_deliveries");
        entity.HasOne<Channel>().WithMany().HasForeignKey(d => d.ChannelId).OnDelete(DeleteBehavior.Restrict);
        entity.HasIndex(d => new { d.ChannelId, d.ExternalHash, d.Version }).IsUnique();
        entity.HasIndex(d => d.Id, "ix_inbound_deliveries_pending").HasFilter("state = 'Pending'");
        entity.HasIndex(d => new { d.State, d.Id }, "ix_inbound_deliveries_waiting").HasFilter("state IN ('Parked', 'Held')");
        entity.HasIndex(d => new { d.HandleId, d.ReceivedAt }, "ix_inbound_deliveries_held").HasFilter("state = 'Held'");
    }
}

internal sealed class ThreadKeyMapping : IEntityTypeConfiguration<ThreadKeyRow>
{
    public void Configure(EntityTypeBuilder<ThreadKeyRow> entity)
    {
        entity.ToTable("thread_keys");
        entity.HasKey(k => new { k.Scope, k.KeyHash });
        entity.HasIndex(k => k.CaseId);
    }
}

internal sealed class OutboundDeliveryMapping : IEntityTypeConfiguration<OutboundDelivery>
{
    public void Configure(EntityTypeBuilder<OutboundDelivery> entity)
    {
        entity.ToTable("outbound_deliveries");
        entity.HasIndex(d => d.MessageId).IsUnique();
        entity.HasIndex(d => d.CaseId);
        entity.HasIndex(d => new { d.NotBefore, d.Id }, "ix_outbound_deliveries_owed").HasFilter("state IN ('Pending', 'Sending')");
        entity.HasIndex(d => new { d.NotBefore, d.CaseId }, "ix_outbound_deliveries_scheduled").HasFilter("state IN ('Scheduled', 'AwaitingApproval')");
        entity.HasIndex(d => new { d.State, d.Id }, "ix_outbound_deliveries_trouble").HasFilter("state IN ('Failed', 'Unknown')");
    }
}

internal sealed class AnswerChangeMapping : IEntityTypeConfiguration<AnswerChange>
{
    public void Configure(EntityTypeBuilder<AnswerChange> entity)
    {
        entity.ToTable("answer_changes");
        entity.HasOne<Message>().WithMany().HasForeignKey(c => c.MessageId).OnDelete(DeleteBehavior.Cascade);
        entity.HasIndex(c => c.MessageId);
        entity.HasIndex(c => c.MessageId, "ux_answer_changes_waiting").IsUnique().HasFilter("state IN ('Pending', 'Doing')");
        entity.HasIndex(c => new { c.NotBefore, c.Id }, "ix_answer_changes_owed").HasFilter("state IN ('Pending', 'Doing')");
    }
}

internal sealed class AutomaticAnswerMapping : IEntityTypeConfiguration<AutomaticAnswer>
{
    public void Configure(EntityTypeBuilder<AutomaticAnswer> entity)
    {
        entity.ToTable("automatic_answers");
        entity.HasOne<Handle>().WithMany().HasForeignKey(a => a.HandleId).OnDelete(DeleteBehavior.Cascade);
        entity.HasIndex(a => new { a.HandleId, a.At });
    }
}

internal sealed class HookTokenMapping : IEntityTypeConfiguration<HookToken>
{
    public void Configure(EntityTypeBuilder<HookToken> entity)
    {
        entity.ToTable("hook_tokens");
        entity.HasKey(t => new { t.ChannelId, t.Hash });
        entity.HasIndex(t => t.At);
    }
}

internal sealed class JobMapping : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> entity)
    {
        entity.ToTable("jobs");
        entity.HasKey(j => j.Name);
    }
}

internal sealed class IdempotentAnswerMapping : IEntityTypeConfiguration<IdempotentAnswer>
{
    public void Configure(EntityTypeBuilder<IdempotentAnswer> entity)
    {
        entity.ToTable("idempotent_answers");
        entity.HasKey(a => new { a.Actor, a.Key });
        entity.Property(a => a.Answer).HasColumnType("jsonb");
        entity.HasIndex(a => a.At);
    }
}

internal sealed class SigningKeyMapping : IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<SigningKey> entity)
    {
        entity.ToTable("signing_keys");
        entity.Property(k => k.Id).ValueGeneratedNever();
    }
}

internal sealed class DataProtectionKeyMapping : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> entity) => entity.ToTable("data_protection_keys");
}

internal sealed class SetupLinkMapping : IEntityTypeConfiguration<SetupLink>
{
    public void Configure(EntityTypeBuilder<SetupLink> entity)
    {
        entity.ToTable("setup_links");
        entity.Property(l => l.Id).ValueGeneratedNever();
    }
}
