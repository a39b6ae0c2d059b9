using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.CannedAnswers;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Approval;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Health;
using Inbox.Core.Channels.Links;
using Inbox.Core.Channels.Listening;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Demo;
using Inbox.Core.Delivery;
using Inbox.Core.Delivery.Changes;
using Inbox.Core.Intake;
using Inbox.Core.Jobs;
using Inbox.Core.Live;
using Inbox.Core.Mentions.Reach;
using Inbox.Core.Notifications;
using Inbox.Core.Requests;
using Inbox.Core.Routing.Learning;
using Inbox.Core.Settings;
using Inbox.Core.Sla;
using Inbox.Core.Tags;
using Inbox.Core.Webhooks;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Inbox.Core;

public static class InboxCore
{
    private const string AutoPrepare = "Max Auto Prepare";
    private const string NoReset = "No Reset On Close";

    /// <summary>The case model, its database and its commands. Workers are added apart, by the process that runs them.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="connectionString">PostgreSQL 15 or newer.</param>
    public static IServiceCollection AddInboxCore(this IServiceCollection services, string connectionString)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => Database(connectionString));
        services.AddDbContextPool<InboxDb>((sp, options) => options.UseNpgsql(sp.GetRequiredService<NpgsqlDataSource>())

            // Every such migration holds nothing else and may be repeated from its beginning.
            .ConfigureWarnings(w => w.Ignore(RelationalEventId.NonTransactionalMigrationOperationWarning)));
        services.AddSingleton<Rulebook>();
        services.AddSingleton<ThreadTokens>();
        services.AddSingleton<ChannelKinds>();
        services.AddSingleton<ChannelSecrets>();
        services.AddSingleton<LiveNotifier>();
        services.AddScoped<LiveChanges>();
        services.AddSingleton<IntakeSignal>();
        services.AddSingleton<FailedDeliveries>();
        services.AddSingleton<DeliveryReader>();
        services.AddSingleton<MessageCompletion>();
        services.AddSingleton<GrowingTables>();
        services.AddSingleton<DeliveryReceiver>();
        services.AddSingleton<HookTokens>();
        services.AddScoped<FileDeliveries>();
        services.AddScoped<Acknowledgements>();
        services.AddScoped<EscalateCases>();
        services.AddScoped<EscalationNotices>();
        services.AddScoped<TellLate>();
        services.AddSingleton<WebhookSecrets>();
        services.AddScoped<WebhookQueue>();
        services.AddSingleton(sp => PublicAddress.Of(sp.GetService<IConfiguration>()?["Inbox:PublicUrl"]));
        services.AddScoped<DueNotifications>();
        services.AddScoped<IJob, IndexMessages>();
        services.AddScoped<IJob, AgeCases>();
        services.AddScoped<IJob, AlertTrouble>();
        services.AddScoped<IJob, WarnOfAccess>();
        services.AddScoped<IJob, RemindTasks>();
        services.AddScoped<IJob, ApprovalReminders>();
        services.AddScoped<IJob, ForgetHookTokens>();
        services.AddScoped<IJob, ForgetNotifications>();
        services.AddScoped<IJob, ForgetRuleHits>();
        services.AddScoped<IJob, ForgetWebhookCalls>();
        services.AddScoped<IJob, LearnDepartments>();
        services.AddScoped<CaseParticipants>();
        services.AddScoped<IJob, DropUploads>();
        services.AddScoped<ScheduledAnswers>();
        services.AddScoped<OutgoingMessages>();
        services.AddScoped<DeliveryEnds>();
        services.AddScoped<ChangeableAnswers>();
        services.AddScoped<AnswerChangeEnds>();
        services.AddSingleton<SendingTrouble>();
        services.AddScoped<CustomerDirectory>();
        services.AddScoped<CallerFinder>();
        services.AddScoped<CaseOpener>();
        services.AddScoped<CaseDesk>();
        services.AddScoped<TaskDesk>();
        services.AddInboxDemo();
        services.AddScoped<SettingsChange>();
        services.AddScoped<Recomputations>();
        services.AddScoped<RecomputeClocks>();
        services.AddScoped<TagUses>();
        services.AddScoped<OfferedSettings>();
        services.AddScoped<IJob, RetagCases>();
        services.AddInboxPeople();
        services.AddInboxRequests(typeof(InboxCore).Assembly);
        services.AddScoped<ServiceFactory>(sp => sp.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(LoggingBehaviour<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehaviour<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(TransactionBehaviour<,>));
        return services;
    }

    /// <summary>What runs in the background of a server: intake, sending, polling, escalation, recurring jobs, live notices.</summary>
    public static IServiceCollection AddInboxWorkers(this IServiceCollection services) => services
        .AddHostedService(sp => sp.GetRequiredService<DeliveryReceiver>())
        .AddHostedService(sp => sp.GetRequiredService<LiveNotifier>())
        .AddHostedService<IntakeWorker>()
        .AddHostedService<DeliveryWorker>()
        .AddHostedService<AnswerChangeWorker>()
        .AddHostedService<NoticeWorker>()
        .AddHostedService<PollWorker>()
        .AddHostedService<ListenWorker>()
        .AddHostedService<LinkWorker>()
        .AddHostedService<ReachWorker>()
        .AddHostedService<SlaWorker>()
        .AddHostedService<WebhookWorker>()
        .AddHostedService<RecomputeWorker>()
        .AddHostedService<JobWorker>();

    /// <summary>Finds the handlers and validators of an assembly: Core has the commands, Web the queries of its pages.</summary>
    public static IServiceCollection AddInboxRequests(this IServiceCollection services, System.Reflection.Assembly assembly) =>
        services.Scan(scan => scan.FromAssemblies(assembly)
            .AddClasses(c => c.AssignableToAny(typeof(IRequestHandler<,>), typeof(INotificationHandler<>), typeof(IValidator<>)), publicOnly: false)
            .AsImplementedInterfaces(i => i.IsGenericType)
            .WithScopedLifetime());

    private static NpgsqlDataSource Database(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "Inbox",
            // A forgotten transaction must not hold a case for ever.
            Options = "-c idle_in_transaction_session_timeout=60s",
        };
        // Not ContainsKey, which is true of every keyword there is.
        if (!settings.ShouldSerialize(AutoPrepare))
        {
            // Planning a query of a page takes longer than running it. A pooler that cannot prepare needs this set to 0.
            settings.MaxAutoPrepare = 200;
        }

        if (!settings.ShouldSerialize(NoReset))
        {
            // Seven statements before the first of every use, to undo what nothing here does: settings end with their transaction.
            settings.NoResetOnClose = true;
        }

        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }
}
