using Inbox.Core.Intake;
using Inbox.Core.Jobs;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Intake;

/// <summary>The memory of signatures by which programs hand something in.</summary>
public sealed class HookTokenTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Token_is_good_for_one_content_however_often_it_comes()
    {
        (await UseAsync("t", 1)).ShouldBeTrue();
        (await UseAsync("t", 1)).ShouldBeTrue();
        (await UseAsync("t", 2)).ShouldBeFalse();
        (await UseAsync("u", 2)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_two_who_use_a_token_at_once_one_content_wins()
    {
        var used = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => UseAsync("t", (byte)(i % 2))));

        used.Count(u => u).ShouldBe(4);
    }

    [Fact]
    public async Task Token_is_forgotten_once_nobody_would_believe_it()
    {
        await UseAsync("t", 1);
        _company.Clock.Advance(2 * HookTokens.Window);
        await UseAsync("u", 1);
        _company.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var scope = _company.Services.CreateAsyncScope();

        await scope.ServiceProvider.GetServices<IJob>().OfType<ForgetHookTokens>().Single().RunAsync(default);

        (await _company.DbAsync(db => db.HookTokens.CountAsync())).ShouldBe(1);
    }

    private Task<bool> UseAsync(string token, byte content) =>
        _company.Services.GetRequiredService<HookTokens>().TryUseAsync(_company.Mail.Id, token, [content], default);
}
