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
        services.TryAddSingleton(new TlsTrust());
        return services.AddSingleton<OAuthTokens>().AddSingleton<SmtpSender>().AddSingleton<EmailSender>();
    }
}
