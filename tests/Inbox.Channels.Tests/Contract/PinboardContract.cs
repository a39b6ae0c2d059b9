using Inbox.Core.Channels;
using Inbox.Testing;
using Inbox.Testing.Social;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Contract;

public sealed class PinboardContract : ChannelContract
{
    protected override string Kind => PinboardChannel.ChannelKind;

    protected override byte[] Sample { get; } =
        """{"id":"1","author":"ana","name":"Ana Ruiz","text":"It leaks","visibility":1,"replyTo":"0","at":"2026-11-02T08:00:00+00:00","version":0,"deleted":false,"followers":9}"""u8.ToArray();

    protected override void Configure(IServiceCollection services) => services.AddSingleton<IChannel>(new PinboardChannel(new Pinboard()));
}

public sealed class PinboardPollingContract : SocialContract<PinboardFarSide>
{
    protected override Task<PinboardFarSide> OpenFarSideAsync() => Task.FromResult(new PinboardFarSide());
}

public sealed class PinboardSendingContract : SendingContract<PinboardFarSide>
{
    protected override Task<PinboardFarSide> OpenFarSideAsync() => Task.FromResult(new PinboardFarSide());
}

public sealed class PinboardChangingContract : ChangingContract<PinboardFarSide>
{
    protected override Task<PinboardFarSide> OpenFarSideAsync() => Task.FromResult(new PinboardFarSide());
}

/// <summary>Plays the suites on a board in memory.</summary>
public sealed class PinboardFarSide : IChangeableFarSide
{
    private readonly Pinboard _board = new();

    public void Configure(IServiceCollection services) => services.AddSingleton<IChannel>(new PinboardChannel(_board));

    public Channel Door(Company company) => new()
    {
        Key = "pins",
        Name = "Pins",
        Kind = PinboardChannel.ChannelKind,
        DepartmentId = company.Support.Id,
        Address = Pinboard.Account,
        Settings = $$"""{"token":"{{Pinboard.FirstToken}}"}""",
    };

    public string Post(DateTimeOffset at, string text) => _board.Post(at, text);

    public void Edit(string id, string text) => _board.Edit(id, text);

    public void Delete(string id) => _board.Delete(id);

    public FarFault Fault
    {
        set => _board.Fault = value switch
        {
            FarFault.Broken => PinboardFault.Broken,
            FarFault.Garbage => PinboardFault.Garbage,
            FarFault.Hangs => PinboardFault.Hangs,
            _ => PinboardFault.None,
        };
    }

    public DateTimeOffset? LimitedUntil
    {
        set => (_board.Fault, _board.LimitedUntil) = value is { } until ? (PinboardFault.Limited, until) : (PinboardFault.None, default);
    }

    public bool Untidy
    {
        set => _board.Untidy = value;
    }

    public int PageSize => _board.PageSize;

    public int? BreaksAfterPages
    {
        set => _board.BreaksAfterPages = value;
    }

    public void ExpireAccess() => _board.Fault = PinboardFault.Expired;

    public void RevokeAccess() => _board.Fault = PinboardFault.Revoked;

    public string RenewAccess()
    {
        (_board.Fault, _board.Token) = (PinboardFault.None, "second");
        return """{"token":"second"}""";
    }

    public DateTimeOffset? AccessEndsAt
    {
        set => _board.TokenEndsAt = value;
    }

    public IReadOnlyList<string> Answers => [.. _board.Answers.Select(a => a.Text)];

    public void LoseNextAnswer(int? error = null) => _board.LoseNextAnswers(1);

    public void LoseNextRequest() => _board.LosesNextRequest = true;

    public bool HangsAfterTaking
    {
        set => _board.HangsAfterTaking = value;
    }

    public bool CannotBeRead
    {
        set => _board.CannotBeRead = value;
    }

    public void DeleteAnswer() => _board.Delete(_board.Answers[^1].Id);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
