using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Inbox.Core.Data.Design;

/// <summary>Lets dotnet-ef compare the model with the migrations; no database is opened.</summary>
internal sealed class InboxDbFactory : IDesignTimeDbContextFactory<InboxDb>
{
    public static int Main() => 0;

    public InboxDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<InboxDb>().UseNpgsql("Host=unused").Options);
}
