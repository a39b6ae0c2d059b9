using System.Globalization;
using System.Text;
using Inbox.Testing;
using Inbox.Testing.Mail;

namespace Inbox.Channels.Tests.Email.Receiving;

/// <summary>One mail server for a class of tests, with a mailbox of its own for each of them.</summary>
public sealed class Dovecot : IAsyncLifetime
{
    private int _next;

    public MailServer Server { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Server = await MailServer.StartAsync([.. Enumerable.Range(1, 30).Select(Box)], default);

    public async Task DisposeAsync() => await Server.DisposeAsync();

    public string NewBox() => Box(Interlocked.Increment(ref _next));

    /// <summary>Mails from different people, so that nobody's count as a burst.</summary>
    public static IEnumerable<byte[]> Mail(int count, string prefix = "m") => Enumerable.Range(1, count).Select(i => Encoding.UTF8.GetBytes(
        Mails.Of(from: $"Person {i} <p{i}@mail.example>", id: string.Create(CultureInfo.InvariantCulture, $"{prefix}{i}@mail.example"), subject: $"Kettle {i}")));

    private static string Box(int number) => string.Create(CultureInfo.InvariantCulture, $"box{number}@inbox.test");
}
