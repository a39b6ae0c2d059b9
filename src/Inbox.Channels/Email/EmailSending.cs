using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Inbox.Channels.Email;

/// <summary>What answers by mail need.</summary>
internal static class EmailSending
{
    public static IServiceCollection AddEmailSending(this IServiceCollection services)
    {
        services.AddOptions<EmailLinks>().BindConfiguration("Inbox");
        services.TryAddSingleton(new TlsTrust());
        return services.AddSingleton<OAuthTokens>().AddSingleton<SmtpSender>().AddSingleton<EmailSender>();
    }
}
