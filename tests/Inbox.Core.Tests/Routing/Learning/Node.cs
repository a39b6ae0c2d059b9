using Inbox.Channels;
using Inbox.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Inbox.Core.Tests.Routing.Learning;

/// <summary>A second process of the same installation, as far as workers and settings go: services of its own on the same database.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _running = [];

    private Node(ServiceProvider services) => _services = services;

    public static Node Of(Company company)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(company.Clock);
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddInboxCore(company.ConnectionString);
        services.AddInboxChannels(company.Outbox.FullName);
        services.AddInboxWorkers();
        return new Node(services.BuildServiceProvider());
    }

    public async Task RunAsync<T>()
        where T : IHostedService
    {
        var worker = _services.GetServices<IHostedService>().OfType<T>().Single();
        await worker.StartAsync(default);
        _running.Add(worker);
    }

    public async Task<Rules> RulesAsync() => await _services.GetRequiredService<Rulebook>().GetAsync(default);

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _running)
        {
            await worker.StopAsync(default);
        }

        await _services.DisposeAsync();
    }
}
