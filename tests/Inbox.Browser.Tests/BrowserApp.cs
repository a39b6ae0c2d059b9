using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Intake;
using Inbox.Testing;
using Inbox.Testing.Mail;
using Inbox.Testing.Social;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Browser.Tests;

/// <summary>The demo company on a real port, with a real mail server for its answers. All browser tests share it.</summary>
public sealed class BrowserApp : InboxApp
{
    public const string Support = "support@larkfield.example";
    public const string Nora = "nora@mail.example";

    /// <summary>The far side of a social channel, behind the door <c>pins</c>.</summary>
    public Pinboard Board { get; } = new();

    private HttpClient? _program;
    private MailServer? _mail;

    public Uri Url { get; private set; } = new("http://localhost");

    public MailServer Mail => _mail ?? throw new InvalidOperationException("The mail server starts before the first test.");

    public long SupportId { get; private set; }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        _mail = await MailServer.StartAsync([Nora], limit.Token);
        Url = Listen();
        SupportId = await QueryAsync(async db =>
        {
            var door = await db.Channels.SingleAsync(c => c.Key == "support");
            door.Settings = JsonSerializer.Serialize(new { fromName = "Larkfield", smtpHost = _mail.Host, smtpPort = _mail.SmtpPort, smtpSecurity = "none" });
            db.Channels.Add(new Channel
            {
                Key = "pins", Name = "Pins", Kind = PinboardChannel.ChannelKind, DepartmentId = door.DepartmentId, Address = Pinboard.Account,
                Settings = $$"""{"token":"{{Pinboard.FirstToken}}"}""", NextPollAt = DateTimeOffset.UtcNow,
            });
            await db.SaveChangesAsync();
            return door.DepartmentId;
        });
        Services.GetRequiredService<Core.Rulebook>().Forget();
        _program = await ApiClientAsync();
    }

    /// <summary>Hands a mail in as a mail server does, and waits until it is filed.</summary>
    /// <returns>The number of its case.</returns>
    public async Task<string> HandInAsync(string mail)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(mail));
        content.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
        var accepted = await _program!.PostAsync(new Uri("/api/v1/channels/support/mail", UriKind.Relative), content);
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var delivery = (await accepted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("delivery").GetInt64();
        string? number = null;
        await Eventually.IsAsync(
            async () =>
            {
                var read = await _program.GetFromJsonAsync<JsonElement>($"/api/v1/deliveries/{delivery}");
                if (read.GetProperty("state").GetString() == "held")
                {
                    // All tests of this application share their customers, who so write in bursts: let in, as an agent would.
                    await using var scope = Services.CreateAsyncScope();
                    await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ReleaseDelivery.Command(delivery, Actor.System));
                }

                number = read.TryGetProperty("case", out var found) ? found.GetString() : null;
                return read.GetProperty("state").GetString() == "filed" && number is not null;
            });
        return number!;
    }

    /// <summary>Somebody hangs up a pin. Returns the number of its case.</summary>
    public async Task<string> PinAsync(string text, Visibility visibility = Visibility.Public, string author = "ana", string? replyTo = null)
    {
        var id = Board.Post(DateTimeOffset.UtcNow, text, author, replyTo, visibility);
        await QueryAsync(db => db.Channels.Where(c => c.Key == "pins").ExecuteUpdateAsync(set => set.SetProperty(c => c.NextPollAt, DateTimeOffset.UtcNow)));
        long? found = null;
        await Eventually.IsAsync(async () => (found = await QueryAsync(db => db.Messages.Where(m => m.ExternalId == id).Select(m => m.CaseId).FirstOrDefaultAsync())) is not null);
        return CaseNumber.Format(found!.Value);
    }

    public override async ValueTask DisposeAsync()
    {
        _program?.Dispose();
        await base.DisposeAsync();
        if (_mail is not null)
        {
            await _mail.DisposeAsync();
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services => services.AddSingleton<IChannel>(new PinboardChannel(Board)));
        builder.UseSetting("demo", "true");
        // The far side of remote images is a server of the tests, on this machine.
        builder.UseSetting("Inbox:AllowPrivateNetworks", "true");
    }
}
