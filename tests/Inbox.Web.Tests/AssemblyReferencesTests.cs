using System.Reflection;

namespace Inbox.Web.Tests;

public sealed class AssemblyReferencesTests
{
    [Theory]
    [InlineData("Inbox.Core", "Microsoft.AspNetCore.Http")]
    [InlineData("Inbox.Core", "Microsoft.AspNetCore.Mvc")]
    [InlineData("Inbox.Core", "Inbox.Mail")]
    [InlineData("Inbox.Core", "Inbox.Channels")]
    [InlineData("Inbox.Mail", "Inbox.Core")]
    public void Room_never_refers_to_a_room_it_must_not_know(string room, string forbidden) =>
        Assembly.Load(room).GetReferencedAssemblies()
            .ShouldNotContain(reference => reference.Name!.StartsWith(forbidden, StringComparison.Ordinal));
}
