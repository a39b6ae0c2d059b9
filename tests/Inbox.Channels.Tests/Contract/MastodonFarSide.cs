using Inbox.Channels.Mastodon;
using Inbox.Core.Channels;
using Inbox.Testing;
using Inbox.Testing.Social.Mastodon;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Contract;

/// <summary>Plays the suites on a server that speaks the Mastodon API.</summary>
public sealed class MastodonFarSide(MastodonStub server) : IChangeableFarSide
{
    public MastodonStub Server => server;

    public static async Task<MastodonFarSide> OpenAsync() => new(await MastodonStub.StartAsync());

    public void Configure(IServiceCollection services) =>
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowPrivateNetworks", "true")]).Build());

    public Channel Door(Company company)
    {
        server.Time = company.Clock;
        return new Channel
        {
            Key = "acme-mastodon",
            Name = "Acme on Mastodon",
            Kind = MastodonChannel.ChannelKind,
            DepartmentId = company.Support.Id,
            Address = MastodonStub.Account,
            Settings = SettingsWith(MastodonStub.FirstToken),
        };
    }

    public string SettingsWith(string token, string more = "") => $$"""{"server":"{{server.Url.GetLeftPart(UriPartial.Authority)}}","tokenSecret":"{{token}}"{{more}}}""";

    public string Post(DateTimeOffset at, string text) => server.Post(at, text);

    public void Edit(string id, string text) => server.Edit(id, text);

    public void Delete(string id) => server.Delete(id);

    public FarFault Fault
    {
        set => server.Fault = value switch
        {
            FarFault.Broken => MastodonFault.Broken,
            FarFault.Garbage => MastodonFault.Garbage,
            FarFault.Hangs => MastodonFault.Hangs,
            _ => MastodonFault.None,
        };
    }

    public DateTimeOffset? LimitedUntil
    {
        set => server.LimitedUntil = value;
    }

    public bool Untidy
    {
        set => server.Untidy = value;
    }

    public int PageSize => server.PageSize;

    public int? BreaksAfterPages
    {
        set => server.BreaksAfterPages = value;
    }

    public void ExpireAccess() => server.Token = "none is good any more";

    public void RevokeAccess() => server.Token = "none is good any more";

    public string RenewAccess()
    {
        server.Token = "second-token";
        return SettingsWith("second-token");
    }

    public DateTimeOffset? AccessEndsAt
    {
        set => server.TokenEndsAt = value;
    }

    /// <summary>Without the name of whoever is answered, which stands before the words.</summary>
    public IReadOnlyList<string> Answers => [.. server.Answers.Select(a => a.Text.Replace("@ana@elsewhere.example ", "", StringComparison.Ordinal))];

    public void LoseNextAnswer(int? error = null) => (server.LosesNextAnswer, server.LossError) = (true, error);

    public void LoseNextRequest() => server.LosesNextRequest = true;

    public bool HangsAfterTaking
    {
        set => server.HangsAfterTaking = value;
    }

    public bool CannotBeRead
    {
        set => server.HidesThreads = value;
    }

    public void DeleteAnswer() => server.Delete(server.Answers[^1].Id);

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
