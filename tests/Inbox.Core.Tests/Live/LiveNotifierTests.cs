using System.Collections.Concurrent;
using System.Text;
using Inbox.Core.Live;
using Inbox.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Inbox.Core.Tests.Live;

public sealed class LiveNotifierTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _heard = [];
    private readonly CancellationTokenSource _ends = new();
    private Company _company = null!;
    private NpgsqlConnection _listener = null!;
    private Task _listening = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _listener = new NpgsqlConnection(_company.ConnectionString);
        await _listener.OpenAsync();
        _listener.Notification += (_, notice) => _heard.Enqueue(notice.Payload);
        await using var listen = new NpgsqlCommand($"LISTEN {LiveNotifier.CasesTopic}", _listener);
        await listen.ExecuteNonQueryAsync();
        _listening = ListenAsync();
    }

    public async Task DisposeAsync()
    {
        await _ends.CancelAsync();
        await _listening;
        await _listener.DisposeAsync();
        await _company.DisposeAsync();
        _ends.Dispose();
    }

    [Fact]
    public async Task Changes_of_a_moment_are_one_notice_with_each_case_once()
    {
        Notifier.Publish([3, 1, 3]);
        Notifier.Publish([1, 2]);
        await _company.RunAsync<LiveNotifier>();

        await Eventually.IsAsync(() => Task.FromResult(!_heard.IsEmpty));

        _heard.ShouldHaveSingleItem().Split(',').Order(StringComparer.Ordinal).ShouldBe(["1", "2", "3"]);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(30_000)]
    public async Task Notice_always_fits_into_what_postgres_takes(int cases)
    {
        Notifier.Publish(Enumerable.Range(0, cases).Select(i => long.MaxValue - i));
        await _company.RunAsync<LiveNotifier>();

        await Eventually.IsAsync(() => Task.FromResult(!_heard.IsEmpty));

        var notice = _heard.ShouldHaveSingleItem();
        Encoding.UTF8.GetByteCount(notice).ShouldBeLessThan(8000);
        (notice == "*").ShouldBe(cases > 300);
    }

    private LiveNotifier Notifier => _company.Services.GetRequiredService<LiveNotifier>();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                await _listener.WaitAsync(_ends.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
