using Inbox.Core.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Testing.Social;

/// <summary>A small company with a door to a <see cref="Pinboard"/>.</summary>
public static class PinboardCompany
{
    public static Task<Company> OpenAsync(Pinboard board) =>
        Company.OpenAsync(configure: services => services.AddSingleton<IChannel>(new PinboardChannel(board)));

    /// <param name="company">Whose door it is.</param>
    /// <param name="key">Of the channel.</param>
    /// <param name="watches">What comes through it stays a mention until a person opens a case.</param>
    public static async Task<Channel> OpenDoorAsync(this Company company, string key = "pins", bool watches = false)
    {
        Channel? door = null;
        await company.SetAsync(db =>
        {
            door = db.Channels.Add(new Channel
            {
                Key = key,
                Name = "Pins",
                Kind = PinboardChannel.ChannelKind,
                DepartmentId = company.Support.Id,
                Address = Pinboard.Account,
                Settings = $$"""{"token":"{{Pinboard.FirstToken}}"{{(watches ? ",\"watches\":true" : "")}}}""",
                NextPollAt = company.Clock.GetUtcNow(),
            }).Entity;
            return Task.CompletedTask;
        });
        return door!;
    }
}
