using System.Text.Json;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Testing;
using Inbox.Testing.Social;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Intake;

/// <summary>People whom the far side does not name.</summary>
public sealed class NamelessTests : IAsyncLifetime
{
    private Company _company = null!;
    private Channel _door = null!;

    public async Task InitializeAsync()
    {
        _company = await PinboardCompany.OpenAsync(new Pinboard());
        _door = await _company.OpenDoorAsync();
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Those_who_speak_below_one_post_have_cases_of_their_own()
    {
        var deliveries = await _company.FileAsync(_door, Pin("2", "Mine leaks"), Pin("3", "Mine was never sent"));
        deliveries = [.. deliveries, (await _company.FileAsync(_door, Pin("4", "Mine burns")))[0]];

        deliveries.Select(d => d.CaseId).Distinct().Count().ShouldBe(3);
        (await _company.DbAsync(db => db.Handles.SingleAsync(h => h.Value == "unknown@pins"))).Shared.ShouldBeTrue();
    }

    private byte[] Pin(string id, string text) => JsonSerializer.SerializeToUtf8Bytes(
        new Pin(id, "", "", text, Visibility.Public, ReplyTo: "1", _company.Clock.GetUtcNow(), Version: 0, Deleted: false, Key: null), JsonSerializerOptions.Web);
}
