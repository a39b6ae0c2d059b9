using Serilog;
using Serilog.Events;

namespace Inbox.Web.Hosting;

/// <summary>Serilog on the console; the section "Serilog" of the configuration changes levels.</summary>
internal static class InboxLogging
{
    private const string Line = "[{Timestamp:HH:mm:ss} {Level:u3}] {Message:lj}{NewLine}{Exception}";

    /// <param name="toStandardError">Verbs keep standard output for their result.</param>
    public static void AddInboxLogging(this WebApplicationBuilder builder, bool toStandardError)
    {
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(toStandardError ? LogEventLevel.Warning : LogEventLevel.Information)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            // EF reports a failed statement before the code that expected it (the first migration asks for a table not yet there); what nobody expected is logged as the exception it throws.
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Database.Command", LogEventLevel.Fatal)
            .ReadFrom.Configuration(builder.Configuration)
            .WriteTo.Console(outputTemplate: Line, formatProvider: System.Globalization.CultureInfo.InvariantCulture, standardErrorFromLevel: toStandardError ? LogEventLevel.Verbose : null)
            .CreateLogger();
        builder.Logging.ClearProviders().AddSerilog(logger, dispose: true);
    }
}
