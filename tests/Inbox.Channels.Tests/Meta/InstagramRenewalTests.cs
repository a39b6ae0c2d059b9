using Inbox.Channels.Meta;
using Inbox.Channels.Meta.Instagram;
using Inbox.Channels.Tests.Contract;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Testing.Social.Meta;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Meta;

/// <summary>The access by Instagram's own login, which ends after 60 days unless somebody looks after it.</summary>
public sealed class InstagramRenewalTests : FarSideContract<MetaFarSide>
{
    private const string Login = ",\"login\":\"instagram\"";

    protected override Task<MetaFarSide> OpenFarSideAsync() => MetaFarSide.OpenAsync(GraphStub.Instagram);

    [Fact]
    public async Task Token_is_renewed_kept_encrypted_and_used()
    {
        await TypeAsync(GraphStub.FirstToken);
        Far.Post(Now.AddMinutes(-1), "It leaks");

        await PollAsync();
        await PollAsync();

        Far.Server.Token.ShouldBe("renewed-1");
        (await TextsAsync()).ShouldBe(["It leaks"]);
        var door = await DoorAsync();
        (await LinkAsync()).RenewBy.ShouldBe(MetaSettings.Read(Revealed(door)).Session!.Until);
        door.Settings.ShouldNotContain("renewed-1");
        MetaSettings.Read(Revealed(door)).Token.ShouldBe("renewed-1");
    }

    [Fact]
    public async Task It_is_renewed_once_a_week_and_so_never_ends()
    {
        await TypeAsync(GraphStub.FirstToken);
        await PollAsync();
        for (var day = 0; day < 70; day++)
        {
            Company.Clock.Advance(TimeSpan.FromDays(1));
            await PollAsync();
        }

        Far.Server.Token.ShouldBe("renewed-11");
        (await LinkAsync()).AccessLostAt.ShouldBeNull();
        (await ToldAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Token_of_today_is_renewed_when_it_may_be_and_read_with_meanwhile()
    {
        Far.Server.TokenIsYoung = true;
        await TypeAsync(GraphStub.FirstToken);
        Far.Post(Now.AddMinutes(-1), "It leaks");
        await PollAsync();
        (await TextsAsync()).ShouldBe(["It leaks"]);
        (await LinkAsync()).RenewBy.ShouldBeNull();

        Far.Server.TokenIsYoung = false;
        Company.Clock.Advance(TimeSpan.FromHours(7));
        await PollAsync();

        Far.Server.Token.ShouldBe("renewed-1");
        (await LinkAsync()).RenewBy.ShouldNotBeNull();
    }

    [Fact]
    public async Task Token_that_is_typed_anew_counts_instead_of_the_one_that_was_kept()
    {
        await TypeAsync(GraphStub.FirstToken);
        await PollAsync();
        var kept = MetaSettings.Read(Revealed(await DoorAsync())).SessionSecret;

        var typed = MetaSettings.Read(Far.SettingsWith("second-token", Login)) with { SessionSecret = kept };

        typed.Token.ShouldBe("second-token");
    }

    [Fact]
    public async Task Check_says_that_it_is_renewed_and_until_when_it_is_good()
    {
        (await CheckAsync(Far.SettingsWith(GraphStub.FirstToken, Login))).Found.ShouldContain("The access lasts 60 days and will be renewed every week, from its second day on.");
        await TypeAsync(GraphStub.FirstToken);
        await PollAsync();

        (await CheckAsync(Revealed(await DoorAsync()))).Found.ShouldContain(f => f.StartsWith("The access is renewed every week. As it is, it ends on ", StringComparison.Ordinal));
    }

    private string Revealed(Channel door) => Company.Services.GetRequiredService<ChannelSecrets>().TryReveal(door.Settings, out var revealed) ? revealed : throw new InvalidOperationException("The secrets cannot be read.");

    private Task<AccessFindings> CheckAsync(string settings) =>
        ((IChecksAccess)Adapter).CheckAsync(new ChannelInfo(DoorId, "acme-page", InstagramChannel.ChannelKind, "Acme", GraphStub.Instagram, settings, [GraphStub.Instagram]), default);

    private Task TypeAsync(string token) => Company.SetAsync(async db =>
    {
        (await db.Channels.SingleAsync(c => c.Id == DoorId)).Settings = Far.SettingsWith(token, Login);
        await db.SaveChangesAsync();
    });
}
