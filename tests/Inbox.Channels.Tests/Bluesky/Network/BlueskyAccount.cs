using System.Text.Json.Nodes;
using Inbox.Channels.Bluesky;
using Inbox.Channels.Tests.Contract;
using Inbox.Core.Channels;
using Inbox.Testing;
using Inbox.Testing.Social.Bluesky;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Bluesky.Network;

/// <summary>An account of ours on the real network, and Ana, who writes to it.</summary>
public sealed class BlueskyAccount : IFarDoor
{
    /// <summary>A PNG of one pixel.</summary>
    internal static readonly byte[] Image = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private const string FirstPassword = "inbox";

    private BlueskyAccount(BlueskyNetwork network, BlueskyPerson ours, BlueskyPerson ana, string password) =>
        (Network, Ours, Ana, Settings) = (network, ours, ana, SettingsWith(network, password));

    public BlueskyNetwork Network { get; }

    public BlueskyPerson Ours { get; }

    public BlueskyPerson Ana { get; }

    public string Settings { get; set; }

    public static async Task<BlueskyAccount> OpenAsync()
    {
        var network = await BlueskyNetwork.SharedAsync();
        await network.ForgetLimitsAsync();
        var ours = await network.JoinAsync("acme");
        return new BlueskyAccount(network, ours, await network.JoinAsync("ana"), await ours.AllowAsync(FirstPassword));
    }

    public void Configure(IServiceCollection services) =>
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowPrivateNetworks", "true")]).Build());

    public Channel Door(Company company) => new()
    {
        Key = "sky", Name = "Sky", Kind = BlueskyChannel.ChannelKind, DepartmentId = company.Support.Id, Address = "@" + Ours.Handle, Settings = Settings,
    };

    public Task WithdrawAsync() => Ours.WithdrawAsync(FirstPassword);

    /// <summary>Settings with a new app password.</summary>
    public async Task<string> RenewAsync() => SettingsWith(Network, await Ours.AllowAsync("again"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string SettingsWith(BlueskyNetwork network, string password) =>
        new JsonObject { ["service"] = network.Service.AbsoluteUri, ["appPassword"] = password, ["pollSeconds"] = 1 }.ToJsonString();
}

/// <summary>One network for all: what one test does to it, no other one sees at the same time.</summary>
[CollectionDefinition(Name)]
public sealed class BlueskyNetworkTests
{
    public const string Name = "the Bluesky network";
}
