using Inbox.Core.Cases;
using Inbox.Core.Routing.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Inbox.Core.Data.Mapping;

internal sealed class LearningSettingsMapping : IEntityTypeConfiguration<LearningSettings>
{
    public void Configure(EntityTypeBuilder<LearningSettings> entity)
    {
        entity.ToTable("learning_settings");
        entity.Property(s => s.Id).ValueGeneratedNever();
        entity.HasData(new LearningSettings());
    }
}

internal sealed class LearntModelMapping : IEntityTypeConfiguration<LearntModel>
{
    public void Configure(EntityTypeBuilder<LearntModel> entity)
    {
        entity.ToTable("learnt_models");
        entity.Property(m => m.Id).ValueGeneratedNever();
        entity.Property(m => m.Departments).IsJson();
    }
}

internal sealed class RoutingCorrectionMapping : IEntityTypeConfiguration<RoutingCorrection>
{
    public void Configure(EntityTypeBuilder<RoutingCorrection> entity)
    {
        entity.ToTable("routing_corrections");
        entity.HasKey(c => c.CaseId);
        entity.Property(c => c.CaseId).ValueGeneratedNever();
        entity.HasOne<Case>().WithOne().HasForeignKey<RoutingCorrection>(c => c.CaseId).OnDelete(DeleteBehavior.Cascade);
        entity.HasIndex(c => c.At);
    }
}
