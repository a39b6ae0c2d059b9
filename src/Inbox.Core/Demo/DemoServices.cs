using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Demo;

internal static class DemoServices
{
    public static void AddInboxDemo(this IServiceCollection services)
    {
        services.AddScoped<DemoCompany>();
        services.AddScoped<LoadSeed>();
    }
}
