using Inbox.Core.Sla;
using Inbox.Core.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Inbox.Core.Data.Mapping;

internal sealed class WebhookMapping : IEntityTypeConfiguration<Webhook>
{
    public void Configure(EntityTypeBuilder<Webhook> entity) => entity.ToTable("webhooks");
}

internal sealed class WebhookDeliveryMapping : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> entity)
    {
        entity.ToTable("webhook_deliveries");
        entity.HasOne<Webhook>().WithMany().HasForeignKey(d => d.WebhookId).OnDelete(DeleteBehavior.Cascade);
        entity.Property(d => d.Facts).IsJson();
        entity.HasIndex(d => d.Key).IsUnique();
        entity.HasIndex(d => new { d.WebhookId, d.Id }, "ix_webhook_deliveries_owed").HasFilter("state = 'Pending'");
        entity.HasIndex(d => new { d.WebhookId, d.Id }, "ix_webhook_deliveries_trouble").HasFilter("state <> 'Sent' AND attempts > 0");
    }
}

internal sealed class LateNoticeMapping : IEntityTypeConfiguration<LateNotice>
{
    public void Configure(EntityTypeBuilder<LateNotice> entity)
    {
        entity.ToTable("late_notices");
        entity.Property(n => n.Fact).IsJson();
        entity.HasOne<Webhook>().WithMany().HasForeignKey(n => n.WebhookId).OnDelete(DeleteBehavior.Cascade);
    }
}
