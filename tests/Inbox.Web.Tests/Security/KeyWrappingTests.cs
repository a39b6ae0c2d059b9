using System.Security.Cryptography;
using Inbox.Web.Hosting;
using Inbox.Web.Security;
using Microsoft.Extensions.Configuration;

namespace Inbox.Web.Tests.Security;

public sealed class KeyWrappingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("inbox-keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Key_wrapped_by_one_node_is_unwrapped_by_another_with_the_same_setting()
    {
        var wrapped = Load("a secret of enough length").Wrap([1, 2, 3]);

        Load("a secret of enough length").Unwrap(wrapped).ShouldBe([1, 2, 3]);
        Should.Throw<CryptographicException>(() => Load("another secret of length").Unwrap(wrapped));
    }

    [Fact]
    public void Key_file_is_kept_and_readable_by_its_owner_alone()
    {
        var wrapped = Load(null).Wrap([1, 2, 3]);

        Load(null).Unwrap(wrapped).ShouldBe([1, 2, 3]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(_folder, "inbox.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void Short_key_stops_the_start_with_advice() =>
        Should.Throw<StartupException>(() => Load("short")).Message.ShouldContain("INBOX_KEY has to be at least 16 characters");

    private KeyWrapping Load(string? setting) =>
        KeyWrapping.Load(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("INBOX_KEY", setting)]).Build(), _folder);
}
