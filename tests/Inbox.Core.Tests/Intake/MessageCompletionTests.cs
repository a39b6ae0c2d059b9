using System.Security.Cryptography;
using System.Text;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Intake;

/// <summary>Messages of which the far side has the rest.</summary>
public sealed class MessageCompletionTests : IAsyncLifetime
{
    private readonly Slow _slow = new();
    private Company _company = null!;
    private Channel _channel = null!;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync(configure: services => services.AddSingleton<IChannel>(_slow));
        await _company.SetAsync(db =>
        {
            _channel = db.Channels.Add(new Channel { Key = "slow", Name = "Slow", Kind = "slow", DepartmentId = _company.Support.Id }).Entity;
            return Task.CompletedTask;
        });
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Far_side_that_hangs_holds_up_its_own_messages_only_and_none_of_them_is_lost()
    {
        await _company.ReceiveAsync(_channel, [.. Enumerable.Range(0, 40).Select(i => Encoding.UTF8.GetBytes($"post {i}"))]);
        await _company.ReceiveAsync(_company.Mail, Encoding.UTF8.GetBytes(Mails.Of()));

        await _company.RunAsync<IntakeWorker>();

        await Eventually.IsAsync(() => _company.DbAsync(db => db.Messages.AnyAsync(m => m.ChannelId == _company.Mail.Id)));
        (await _company.DbAsync(db => db.Messages.AnyAsync(m => m.ChannelId == _channel.Id))).ShouldBeFalse();

        _slow.Answers.SetResult();

        await WaitUntilFiledAsync(41);
        (await _company.DbAsync(db => db.Messages.Where(m => m.ChannelId == _channel.Id).Select(m => m.Text).ToListAsync()))
            .ShouldBe(Enumerable.Range(0, 40).Select(i => $"post {i}, complete"), ignoreOrder: true);
        (await _company.DbAsync(db => db.InboundDeliveries.MaxAsync(d => d.Attempts))).ShouldBe(1);
    }

    [Fact]
    public async Task Message_whose_far_side_never_answers_is_filed_as_it_came_in_the_end()
    {
        await _company.ReceiveAsync(_channel, Encoding.UTF8.GetBytes("post"));

        await _company.RunAsync<IntakeWorker>();

        await WaitUntilFiledAsync(1);
        (await _company.DbAsync(db => db.Messages.SingleAsync())).Text.ShouldBe("post");
        (await _company.DbAsync(db => db.InboundDeliveries.SingleAsync())).Attempts.ShouldBe(5);
    }

    private Task WaitUntilFiledAsync(int count) =>
        Eventually.IsAsync(async () =>
        {
            _company.Clock.Advance(TimeSpan.FromSeconds(1));
            return await _company.DbAsync(db => db.InboundDeliveries.CountAsync(d => d.State == InboundState.Filed)) == count;
        });

    /// <summary>A channel whose far side answers when it is told to.</summary>
    private sealed class Slow : IChannel, ICompletesMessages
    {
        public TaskCompletionSource Answers { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Kind => "slow";

        public ChannelTraits Traits { get; } = new() { Icon = "plug", HandleKind = HandleKinds.Email, Noun = "post" };

        public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
        {
            using var reader = new StreamReader(raw, leaveOpen: true);
            var text = await reader.ReadToEndAsync(cancellationToken);
            return new RawIdentity(text, SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        }

        public IncomingMessage Parse(RawMessage raw, ChannelInfo channel)
        {
            var text = Encoding.UTF8.GetString(raw.Content.Span);
            return new IncomingMessage
            {
                ExternalId = text,
                ThreadScope = "slow",
                HandleKind = HandleKinds.Email,
                From = new Party(text, $"{text.Replace(' ', '.')}@mail.example"),
                Subject = text,
                Text = text,
                ReplyText = text,
            };
        }

        public async Task<CompletedMessage> CompleteAsync(IncomingMessage message, RawMessage raw, ChannelInfo channel, CancellationToken cancellationToken)
        {
            await Answers.Task.WaitAsync(cancellationToken);
            return new CompletedMessage(message with { Text = $"{message.Text}, complete" });
        }

        public IReadOnlyDictionary<string, string> CheckSettings(string settings) => new Dictionary<string, string>(StringComparer.Ordinal);
    }
}
