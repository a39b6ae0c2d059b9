using Inbox.Channels.Meta.Facebook;
using Inbox.Channels.Meta.Instagram;
using Inbox.Core.Channels;
using Inbox.Testing;
using Inbox.Testing.Social.Meta;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Contract;

/// <summary>Plays the suites on a Graph API: a page, or an account on Instagram.</summary>
public sealed class MetaFarSide(GraphStub server) : IPushingFarSide, IChangeableFarSide
{
    public GraphStub Server => server;

    public static async Task<MetaFarSide> OpenAsync(string account) => new(await GraphStub.StartAsync(account));

    public void Configure(IServiceCollection services) =>
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowPrivateNetworks", "true")]).Build());

    public Channel Door(Company company)
    {
        server.Time = company.Clock;
        return new Channel
        {
            Key = "acme-page",
            Name = "Acme's page",
            Kind = server.IsInstagram ? InstagramChannel.ChannelKind : FacebookChannel.ChannelKind,
            DepartmentId = company.Support.Id,
            Address = server.Account,
            Settings = SettingsWith(GraphStub.FirstToken),
        };
    }

    public string SettingsWith(string token, string more = "") =>
        $$"""{"graphUrl":"{{server.Root}}","appId":"{{GraphStub.AppId}}","appSecret":"{{GraphStub.AppSecret}}","verifySecret":"{{GraphStub.VerifyToken}}","tokenSecret":"{{token}}"{{(server.IsInstagram ? $",\"pageId\":\"{GraphStub.Page}\"" : "")}}{{more}}}""";

    public string Post(DateTimeOffset at, string text) => server.Comment(at, text);

    public void Edit(string id, string text) => server.Edit(id, text);

    public void Delete(string id) => server.Delete(id);

    public FarFault Fault
    {
        set => server.Fault = value switch
        {
            FarFault.Broken => GraphFault.Broken,
            FarFault.Garbage => GraphFault.Garbage,
            FarFault.Hangs => GraphFault.Hangs,
            _ => GraphFault.None,
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

    public void ExpireAccess() => (server.Token, server.WhyNot) = ("none is good any more", 463);

    public void RevokeAccess() => (server.Token, server.WhyNot) = ("none is good any more", 460);

    public string RenewAccess()
    {
        server.Token = "second-token";
        return SettingsWith("second-token");
    }

    public DateTimeOffset? AccessEndsAt
    {
        set => server.TokenEndsAt = value;
    }

    public IReadOnlyList<string> Answers => [.. server.Answers.Select(a => a.Text)];

    public void LoseNextAnswer(int? error = null) => (server.LosesNextAnswer, server.LossError) = (true, error);

    public void LoseNextRequest() => server.LosesNextRequest = true;

    public void DeleteAnswer() => server.Delete(server.Answers[^1].Id);

    public bool HangsAfterTaking
    {
        set => server.HangsAfterTaking = value;
    }

    public bool CannotBeRead
    {
        set => server.CannotBeRead = value;
    }

    public byte[] Told(params string[] ids) => server.Batch([.. ids.Select(id => server.CommentEvent(id))]);

    public byte[] ToldOfEdit(string id) => server.Batch(server.CommentEvent(id, "edited"));

    public byte[] ToldOfDeletion(string id) => server.Batch(server.CommentEvent(id, "remove"));

    public IReadOnlyDictionary<string, string> Sign(byte[] body) => new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Hub-Signature-256"] = GraphStub.Signature(body) };

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
