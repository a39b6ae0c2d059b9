using Inbox.Core.Access;
using Inbox.Core.Departments;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Inbox.Core.Data.Mapping;

internal sealed class NotificationMapping : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> entity)
    {
        entity.ToTable("notifications");
        entity.Property(n => n.Times).HasDefaultValue(1);
        entity.HasIndex(n => new { n.AgentId, n.Id });
        entity.HasIndex(n => new { n.AgentId, n.CaseId }, "ix_notifications_unread").HasFilter("read_at IS NULL");
        entity.HasIndex(n => n.MailAt).HasFilter("mail_at IS NOT NULL");
    }
}

internal sealed class NotificationChoiceMapping : IEntityTypeConfiguration<NotificationChoice>
{
    public void Configure(EntityTypeBuilder<NotificationChoice> entity)
    {
        entity.ToTable("notification_choices");
        entity.HasKey(c => new { c.AgentId, c.Kind });
        entity.HasOne<Agent>().WithMany().HasForeignKey(c => c.AgentId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class QuietHoursMapping : IEntityTypeConfiguration<QuietHours>
{
    public void Configure(EntityTypeBuilder<QuietHours> entity)
    {
        entity.ToTable("quiet_hours");
        entity.HasKey(q => q.AgentId);
        entity.Property(q => q.AgentId).ValueGeneratedNever();
        entity.Property(q => q.Hours).IsJson();
        entity.HasOne<Agent>().WithOne().HasForeignKey<QuietHours>(q => q.AgentId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne<Calendar>().WithMany().HasForeignKey(q => q.CalendarId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class NoticeMailMapping : IEntityTypeConfiguration<NoticeMail>
{
    public void Configure(EntityTypeBuilder<NoticeMail> entity)
    {
        entity.ToTable("notice_mails");
        entity.HasIndex(m => m.Key).IsUnique();
        entity.HasIndex(m => m.NotBefore, "ix_notice_mails_owed").HasFilter("state = 'Pending'");
        entity.HasIndex(m => new { m.AgentId, m.Id });
        entity.HasIndex(m => m.CreatedAt);
    }
}
