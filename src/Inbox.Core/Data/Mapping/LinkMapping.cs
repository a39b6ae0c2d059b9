using Inbox.Core.Channels;
using Inbox.Core.Channels.Links;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Inbox.Core.Data.Mapping;

internal sealed class ChannelLinkMapping : IEntityTypeConfiguration<ChannelLink>
{
    public void Configure(EntityTypeBuilder<ChannelLink> entity)
    {
        entity.ToTable("channel_links");
        entity.HasKey(l => l.ChannelId);
        entity.Property(l => l.ChannelId).ValueGeneratedNever();
        entity.HasOne<Channel>().WithOne().HasForeignKey<ChannelLink>(l => l.ChannelId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RemoteItemMapping : IEntityTypeConfiguration<RemoteItem>
{
    public void Configure(EntityTypeBuilder<RemoteItem> entity)
    {
        entity.ToTable("remote_items");
        entity.HasKey(i => new { i.ChannelId, i.Epoch, i.Number });
        entity.HasOne<Channel>().WithMany().HasForeignKey(i => i.ChannelId).OnDelete(DeleteBehavior.Cascade);
        entity.HasIndex(i => new { i.ChannelId, i.Epoch, i.Number }, "ix_remote_items_open").HasFilter("state IN ('Owed', 'Wanted')");
    }
}
