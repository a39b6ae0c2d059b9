using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Inbox.Channels.Email;

/// <summary>What answers by mail need.</summary>
internal static class EmailSending
{
    public static IServiceCollection AddEmailSending(this IServiceCollection services)
    {
        services.AddSingleton(sp => new EmailLinks(sp.GetService<IConfiguration>()?["Inbox:PublicUrl"] ?? ""));
        services.TryAddSingleton(sp => TlsTrust.Of(sp.GetService<IConfiguration>()?["Inbox:TrustedCertificates"]));
        return services.AddSingleton<OAuthTokens>().AddSingleton<SmtpSender>().AddSingleton<EmailSender>();
    }
}
