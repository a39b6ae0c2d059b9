using Inbox.Core.Cases;
using Inbox.Core.Mentions.Reach;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Inbox.Core.Data.Mapping;

internal sealed class ReachPointMapping : IEntityTypeConfiguration<ReachPoint>
{
    public void Configure(EntityTypeBuilder<ReachPoint> entity)
    {
        entity.ToTable("reach_points");
        entity.HasKey(p => new { p.MessageId, p.At });
        entity.HasOne<Message>().WithMany().HasForeignKey(p => p.MessageId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ReachWatchMapping : IEntityTypeConfiguration<ReachWatch>
{
    public void Configure(EntityTypeBuilder<ReachWatch> entity)
    {
        entity.ToTable("reach_watches");
        entity.HasKey(w => w.MessageId);
        entity.Property(w => w.MessageId).ValueGeneratedNever();
        entity.HasOne<Message>().WithOne().HasForeignKey<ReachWatch>(w => w.MessageId).OnDelete(DeleteBehavior.Cascade);
        entity.HasIndex(w => new { w.ChannelId, w.NextAt });
    }
}
