using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Inbox.Web.Hosting;

/// <summary>Where Inbox listens, and what it tells the person who started it.</summary>
internal static class Addresses
{
    private static readonly string[] Settings = ["urls", "http_ports", "https_ports"];

    /// <summary>Port 5080 unless somebody said otherwise. In code, since launchSettings.json would override ASPNETCORE_URLS.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var said = Settings.Any(key => !string.IsNullOrEmpty(configuration[key]))
            || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!said)
        {
            builder.WebHost.UseUrls("http://localhost:5080");
        }
    }

    public static void PrintAddressesOnStart(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        foreach (var address in Listening(app))
        {
            Console.WriteLine($"Inbox is ready. Sign in at {address}/sign-in");
        }
    });

    /// <summary>A database without people gets a link by which the first administrator is made.</summary>
    public static async Task OfferSetUpAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
        var time = scope.ServiceProvider.GetRequiredService<TimeProvider>();
        if (await SetUp.OfferAsync(db, time, cancellationToken) is { } token)
        {
            app.Lifetime.ApplicationStarted.Register(() =>
                Console.WriteLine($"Nobody has an account yet. Make the first one, once, at {Listening(app).FirstOrDefault("http://localhost:5080")}/setup/{token}"));
        }
    }

    private static IEnumerable<string> Listening(WebApplication app) =>
        (app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            // 0.0.0.0 and [::] are no places to go to.
            .Select(a => a.Replace(IPAddress.Any.ToString(), "localhost", StringComparison.Ordinal).Replace("[::]", "localhost", StringComparison.Ordinal).TrimEnd('/'));
}
