using System.Text;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;
using Inbox.Core.Delivery;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Delivery;

/// <summary>Where the same answer sent twice would arrive twice, a person decides what nobody can know.</summary>
public sealed class UnsafeResendTests : IAsyncLifetime
{
    private readonly Fax _fax = new();
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync(configure: services => services.AddSingleton<IChannel>(_fax));

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Line_that_breaks_while_sending_leaves_it_unknown_and_a_person_may_send_again()
    {
        var answer = await AnswerAsync();
        _fax.Results.Enqueue(() => throw new IOException("line broke"));
        await SendAsync();
        await WaitAsync(OutboundState.Unknown);

        _fax.Results.Enqueue(() => SendResult.Sent);
        (await _company.SendAsync(new RetryAnswer.Command(answer.Id, _company.Ana))).IsOk.ShouldBeTrue();

        await WaitAsync(OutboundState.Sent);
        _fax.Sent.ShouldBe([answer.ExternalId, answer.ExternalId]);
    }

    [Fact]
    public async Task Node_that_died_while_sending_leaves_it_unknown_even_after_a_refused_attempt()
    {
        await AnswerAsync();
        _fax.Results.Enqueue(() => new SendResult(SendOutcome.Later, "busy"));
        await SendAsync();
        await Eventually.IsAsync(async () => (await DeliveryAsync()).Detail == "busy");

        // What the second attempt of a node leaves that dies in the middle of it.
        await _company.DbAsync(db => db.OutboundDeliveries.ExecuteUpdateAsync(set => set
            .SetProperty(d => d.State, OutboundState.Sending).SetProperty(d => d.Attempts, 2)
            .SetProperty(d => d.LeaseUntil, _company.Clock.GetUtcNow().AddMinutes(2))));
        _company.Clock.Advance(TimeSpan.FromMinutes(3));

        await WaitAsync(OutboundState.Unknown);
        _fax.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Refused_attempt_is_made_again()
    {
        await AnswerAsync();
        _fax.Results.Enqueue(() => new SendResult(SendOutcome.Later, "busy", TimeSpan.FromMinutes(5)));
        _fax.Results.Enqueue(() => SendResult.Sent);
        await SendAsync();
        await Eventually.IsAsync(async () => (await DeliveryAsync()).Detail == "busy");
        (await DeliveryAsync()).NotBefore.ShouldBe(_company.Clock.GetUtcNow().AddMinutes(5));

        _company.Clock.Advance(TimeSpan.FromMinutes(5));

        await WaitAsync(OutboundState.Sent);
    }

    private async Task<Message> AnswerAsync()
    {
        Channel? channel = null;
        await _company.SetAsync(db =>
        {
            channel = db.Channels.Add(new Channel { Key = "fax", Name = "Fax", Kind = "fax", DepartmentId = _company.Support.Id }).Entity;
            return Task.CompletedTask;
        });
        var filed = await _company.FileAsync(channel!, Encoding.UTF8.GetBytes("Call me"));
        return await _company.AnswerAsync(filed[0].CaseId!.Value);
    }

    private async Task SendAsync()
    {
        _company.Clock.Advance(TimeSpan.FromSeconds(10));
        await _company.RunAsync<DeliveryWorker>();
    }

    private Task WaitAsync(OutboundState state) => Eventually.IsAsync(async () => (await DeliveryAsync()).State == state);

    private Task<OutboundDelivery> DeliveryAsync() => _company.DbAsync(db => db.OutboundDeliveries.AsNoTracking().SingleAsync());

    /// <summary>A machine that prints whatever it is handed.</summary>
    private sealed class Fax : ISendingChannel
    {
        public Queue<Func<SendResult>> Results { get; } = new();

        public List<string> Sent { get; } = [];

        public string Kind => "fax";

        public ChannelTraits Traits { get; } = new() { Icon = "printer", HandleKind = HandleKinds.Phone, Noun = "fax", PrivateReply = new ReplyTerms() };

        public ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken) => ValueTask.FromResult(new RawIdentity("1", new byte[32]));

        public IncomingMessage Parse(RawMessage raw, ChannelInfo channel) => new()
        {
            ExternalId = "1",
            ThreadScope = "fax",
            From = new Party("Nora", "+44 20 7946 0000"),
            HandleKind = HandleKinds.Phone,
            Text = Encoding.UTF8.GetString(raw.Content.Span),
        };

        public IReadOnlyDictionary<string, string> CheckSettings(string settings) => new Dictionary<string, string>(StringComparer.Ordinal);

        public OutgoingIdentity Identify(string token, ChannelInfo channel) => new(token, "fax");

        public Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
        {
            Sent.Add(message.ExternalId);
            return Task.FromResult(Results.Dequeue()());
        }
    }
}
