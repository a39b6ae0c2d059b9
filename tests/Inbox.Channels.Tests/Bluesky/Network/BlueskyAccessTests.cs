using System.Text.Json.Nodes;
using Inbox.Channels.Bluesky.Api;
using Inbox.Channels.Tests.Contract;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Health;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Bluesky.Network;

/// <summary>How the real network lets us in, makes us wait and shuts us out.</summary>
[Collection(BlueskyNetworkTests.Name)]
public sealed class BlueskyAccessTests : FarSideContract<BlueskyAccount>
{
    protected override Task<BlueskyAccount> OpenFarSideAsync() => BlueskyAccount.OpenAsync();

    protected override DateTimeOffset? Start => DateTimeOffset.UtcNow;

    [Fact]
    public async Task Access_token_that_ran_out_is_renewed_without_a_login()
    {
        await PollAsync();
        var before = await SessionAsync();
        await EndAccessTokenAsync();
        await Far.Ana.PostAsync($"It leaks, @{Far.Ours.Handle}", Far.Ours);

        await PollUntilAsync(1);

        var after = await SessionAsync();
        (after.Did, after.For).ShouldBe((before.Did, before.For));
        RefreshIdOf(after).ShouldNotBe(RefreshIdOf(before));
        (await DoorAsync()).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Withdrawn_app_password_is_told_and_a_new_one_goes_on_where_it_stopped()
    {
        await Far.Ana.PostAsync($"Before, @{Far.Ours.Handle}", Far.Ours);
        await PollUntilAsync(1);
        await Far.WithdrawAsync();
        // The server takes an access token until its two hours are over, withdrawn or not.
        await EndAccessTokenAsync();
        await Far.Ana.PostAsync($"Meanwhile, @{Far.Ours.Handle}", Far.Ours);

        await PollAsync();

        (await StateAsync()).ShouldBe(DoorState.AccessLost);
        (await ToldAsync()).ShouldHaveSingleItem().ShouldContain("lost its access");

        var door = await DoorAsync();
        var saved = await Company.SendAsync(new SaveChannel.Command(
            door.Id, door.Revision, door.Kind, door.Key, door.Name, door.DepartmentId, door.CalendarId, door.Address, await Far.RenewAsync(), door.ReopenDays, door.JoinOpenCase,
            Company.Ana with { Role = Role.Admin }));
        saved.Error.ShouldBeNull();
        await PollUntilAsync(2);

        (await TextsAsync()).ShouldBe([$"Before, @{Far.Ours.Handle}", $"Meanwhile, @{Far.Ours.Handle}"]);
        (await StateAsync()).ShouldBe(DoorState.Working);
    }

    [Fact]
    public async Task Limit_is_waited_out_until_the_reset_that_the_server_named()
    {
        await PollAsync();
        await Far.Ana.PostAsync($"It leaks, @{Far.Ours.Handle}", Far.Ours);
        await Far.Ana.AskOftenAsync(3000);
        await PollAsync();

        var reset = await Far.Ana.LimitResetAsync();
        // Whole seconds, and two requests of one window may round to different ones.
        (await DoorAsync()).NextPollAt.ShouldBe(reset, TimeSpan.FromSeconds(2));
        (await StateAsync()).ShouldBe(DoorState.Limited);
        (await ToldAsync()).ShouldBeEmpty();
        (await MessagesAsync()).ShouldBeEmpty();

        await Far.Network.ForgetLimitsAsync();
        await PollUntilAsync(1);
        (await StateAsync()).ShouldBe(DoorState.Working);
    }

    private async Task<BlueskySession> SessionAsync()
    {
        Company.Services.GetRequiredService<ChannelSecrets>().TryReveal((await DoorAsync()).Settings, out var settings).ShouldBeTrue();
        return BlueskySession.Read((string)JsonNode.Parse(settings)!["sessionSecret"]!).ShouldNotBeNull();
    }

    /// <summary>Two hours pass for the access token, and for nothing else.</summary>
    private async Task EndAccessTokenAsync()
    {
        var ended = await SessionAsync() with { Access = await Far.Network.ExpiredTokenAsync(Far.Ours), At = Now.AddSeconds(1) };
        (await Company.SendAsync(new KeepChannelSecret.Command(DoorId, "sessionSecret", ended.Write(), Actor.System))).IsOk.ShouldBeTrue();
    }

    /// <summary>The jti claim; every renewal gives another one.</summary>
    private static string RefreshIdOf(BlueskySession session)
    {
        var claims = session.Refresh.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return (string)JsonNode.Parse(Convert.FromBase64String(claims.PadRight((claims.Length + 3) / 4 * 4, '=')))!["jti"]!;
    }

    private Task PollUntilAsync(int messages) => UntilAsync(async () =>
    {
        await PollAsync();
        return (await MessagesAsync()).Count >= messages;
    });
}
