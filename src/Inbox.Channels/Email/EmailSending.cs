using Inbox.Core.Access;
using Inbox.Core.Channels;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Inbox.Channels.Email;

/// <summary>What answers by mail need.</summary>
internal static class EmailSending
{
    public static IServiceCollection AddEmailSending(this IServiceCollection services)
    {
        services.TryAddSingleton(sp => TlsTrust.Of(sp.GetService<IConfiguration>()?["Inbox:TrustedCertificates"]));
        services.AddSingleton<OAuthTokens.KeepAsync>(sp => (old, next, cancellationToken) => KeepAsync(sp.GetRequiredService<IServiceScopeFactory>(), old, next, cancellationToken));
        return services.AddSingleton<OAuthTokens>().AddSingleton<SmtpSender>().AddSingleton<EmailSender>();
    }

    private static async Task KeepAsync(IServiceScopeFactory scopes, string old, string next, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RenewChannelSecret.Command(old, next, Actor.System), cancellationToken);
    }
}
