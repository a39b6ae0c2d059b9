using Inbox.Channels.Meta.WhatsApp;
using Inbox.Core.Channels;
using Inbox.Testing;
using Inbox.Testing.Social.Meta;

namespace Inbox.Channels.Tests.Contract;

public sealed class WhatsAppContract : ChannelContract
{
    protected override string Kind => WhatsAppChannel.ChannelKind;

    protected override byte[] Sample { get; } =
        """
        {"object":"whatsapp_business_account","entry":[{"id":"3","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550001000","phone_number_id":"2"},
        "contacts":[{"profile":{"name":"Ana Ruiz"},"wa_id":"15550005005"}],"messages":[{"from":"15550005005","id":"wamid.1","timestamp":"1793606400","type":"text","text":{"body":"It leaks"}}]}}]}]}
        """u8.ToArray();
}

/// <summary>Plays the suites on a number on WhatsApp, which tells of messages by calls only.</summary>
public sealed class WhatsAppFarSide(MetaFarSide graph) : IPushingFarSide
{
    public GraphStub Server => graph.Server;

    public void Configure(Microsoft.Extensions.DependencyInjection.IServiceCollection services) => graph.Configure(services);

    public Channel Door(Company company)
    {
        Server.Time = company.Clock;
        return new Channel
        {
            Key = "acme-whatsapp",
            Name = "Acme on WhatsApp",
            Kind = WhatsAppChannel.ChannelKind,
            DepartmentId = company.Support.Id,
            Address = GraphStub.Number,
            Settings = SettingsWith(GraphStub.FirstToken),
        };
    }

    public string SettingsWith(string token, string more = "") =>
        graph.SettingsWith(token, $",\"phoneNumberId\":\"{GraphStub.NumberId}\",\"businessAccountId\":\"{GraphStub.BusinessAccountId}\"{more}");

    public string Post(DateTimeOffset at, string text) => Server.WriteToNumber(at, text);

    public void Edit(string id, string text) => Server.Edit(id, text);

    public void Delete(string id) => Server.Delete(id);

    public FarFault Fault
    {
        set => graph.Fault = value;
    }

    public DateTimeOffset? LimitedUntil
    {
        set => graph.LimitedUntil = value;
    }

    public bool Untidy
    {
        set => graph.Untidy = value;
    }

    public int PageSize => graph.PageSize;

    public int? BreaksAfterPages
    {
        set => graph.BreaksAfterPages = value;
    }

    public void ExpireAccess() => graph.ExpireAccess();

    public void RevokeAccess() => graph.RevokeAccess();

    public string RenewAccess()
    {
        Server.Token = "second-token";
        return SettingsWith("second-token");
    }

    public DateTimeOffset? AccessEndsAt
    {
        set => graph.AccessEndsAt = value;
    }

    public IReadOnlyList<string> Answers => graph.Answers;

    public void LoseNextAnswer(int? error = null) => graph.LoseNextAnswer(error);

    public void LoseNextRequest() => graph.LoseNextRequest();

    public bool HangsAfterTaking
    {
        set => graph.HangsAfterTaking = value;
    }

    public bool CannotBeRead
    {
        set => graph.CannotBeRead = value;
    }

    public byte[] Told(params string[] ids) => Server.Notice(ids);

    public byte[] ToldOfEdit(string id) => Server.EditNotice(id);

    public byte[] ToldOfDeletion(string id) => Server.RevokeNotice(id);

    public IReadOnlyDictionary<string, string> Sign(byte[] body) => graph.Sign(body);

    public ValueTask DisposeAsync() => graph.DisposeAsync();
}
