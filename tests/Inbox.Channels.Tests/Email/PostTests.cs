using System.Text;
using System.Text.Json;
using Inbox.Core.Delivery;
using Inbox.Testing;
using Inbox.Testing.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Email;

/// <summary>A company whose answers leave through a real Postfix, and customers with mailboxes there.</summary>
public abstract class PostTests(PostTests.Post post) : IClassFixture<PostTests.Post>, IAsyncLifetime
{
    private readonly TrustedCertificate _trusted = new();

    protected Company Company { get; private set; } = null!;

    protected MailServer Server => post.Server;

    public async Task InitializeAsync() => Company = await Company.OpenAsync(configure: services => services.AddSingleton(_trusted.Trust));

    public async Task DisposeAsync()
    {
        await Company.DisposeAsync();
        _trusted.Dispose();
    }

    /// <summary>From now on this process takes the server's own certificate for good.</summary>
    protected void TrustServer() => _trusted.Add(Server.CertificateFile);

    protected string NewBox() => post.NewBox();

    /// <summary>A customer with a mailbox of their own writes.</summary>
    protected async Task<(string Box, long CaseId)> WriteInAsync(string name = "Nora Vale", string subject = "Third repair", string text = "Still nothing.")
    {
        var box = NewBox();
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(name));
        return (box, await Company.MailAsync(Mails.Of(from: $"=?utf-8?B?{encoded}?= <{box}>", subject: subject, text: text)));
    }

    protected async Task UseAsync(int? port = null, string security = "none", bool password = false, bool plusAddressing = false)
    {
        var settings = JsonSerializer.Serialize(new
        {
            smtpHost = "localhost",
            smtpPort = port ?? Server.SmtpPort,
            smtpSecurity = security,
            smtpUser = password ? "support@acme.example" : "",
            smtpPassword = password ? Server.Password : "",
            fromName = "Acme Köln",
            plusAddressing,
        });
        await Company.SetAsync(async db => (await db.Channels.SingleAsync(c => c.Id == Company.Mail.Id)).Settings = settings);
    }

    /// <summary>The undo window ends and the worker runs.</summary>
    protected async Task SendAsync()
    {
        Company.Clock.Advance(TimeSpan.FromSeconds(10));
        await Company.RunAsync<DeliveryWorker>();
    }

    protected async Task<OutboundDelivery> WaitAsync(long caseId, Predicate<OutboundDelivery> holds)
    {
        OutboundDelivery? found = null;
        try
        {
            await Eventually.IsAsync(async () => (found = await Company.DbAsync(db => db.OutboundDeliveries.AsNoTracking().SingleAsync(d => d.CaseId == caseId))) is { } d && holds(d));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"The delivery stands at {found!.State}, attempt {found.Attempts}: {found.Detail}", e);
        }

        return found!;
    }

    /// <summary>One mail server for all tests, with more mailboxes than they need.</summary>
    public sealed class Post : IAsyncLifetime
    {
        private int _next;

        public MailServer Server { get; private set; } = null!;

        public string NewBox() => $"c{Interlocked.Increment(ref _next)}@customers.example";

        public async Task InitializeAsync() =>
            Server = await MailServer.StartAsync([.. Enumerable.Range(1, 60).Select(i => $"c{i}@customers.example"), "support@acme.example", "spy@customers.example"], default);

        public async Task DisposeAsync() => await Server.DisposeAsync();
    }
}
