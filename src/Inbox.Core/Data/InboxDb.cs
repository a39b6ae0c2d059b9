using System.Text;
using Inbox.Core.Access;
using Inbox.Core.CannedAnswers;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Cases.Following;
using Inbox.Core.Cases.Linking;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Cases.Naming;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Links;
using Inbox.Core.Customers;
using Inbox.Core.Delivery;
using Inbox.Core.Delivery.Changes;
using Inbox.Core.Departments;
using Inbox.Core.Intake;
using Inbox.Core.Macros;
using Inbox.Core.Mentions.Reach;
using Inbox.Core.Notifications;
using Inbox.Core.Playbooks;
using Inbox.Core.Routing;
using Inbox.Core.Routing.Learning;
using Inbox.Core.Sla;
using Inbox.Core.Tags;
using Inbox.Core.Webhooks;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Data;

/// <summary>The unit of work. Tables are snake_case, enums are text, times are UTC.</summary>
public sealed class InboxDb(DbContextOptions<InboxDb> options) : IdentityUserContext<Agent, long>(options)
{
    /// <summary>The sequence that numbers messages.</summary>
    public const string MessageIds = "messages_id_seq";

    public DbSet<Case> Cases => Set<Case>();

    public DbSet<Message> Messages => Set<Message>();

    public DbSet<Attachment> Attachments => Set<Attachment>();

    public DbSet<Draft> Drafts => Set<Draft>();

    public DbSet<Participant> Participants => Set<Participant>();

    public DbSet<CaseFollower> CaseFollowers => Set<CaseFollower>();

    public DbSet<CaseReader> CaseReaders => Set<CaseReader>();

    public DbSet<MessageName> MessageNames => Set<MessageName>();

    public DbSet<CaseMove> CaseMoves => Set<CaseMove>();

    public DbSet<CaseLink> CaseLinks => Set<CaseLink>();

    public DbSet<CaseEvent> Events => Set<CaseEvent>();

    public DbSet<Handoff> Handoffs => Set<Handoff>();

    public DbSet<CaseTask> Tasks => Set<CaseTask>();

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Handle> Handles => Set<Handle>();

    public DbSet<Department> Departments => Set<Department>();

    public DbSet<AgentDepartment> AgentDepartments => Set<AgentDepartment>();

    public DbSet<Calendar> Calendars => Set<Calendar>();

    public DbSet<EarlierHours> EarlierHours => Set<EarlierHours>();

    public DbSet<Channel> Channels => Set<Channel>();

    public DbSet<ChannelLink> ChannelLinks => Set<ChannelLink>();

    public DbSet<RemoteItem> RemoteItems => Set<RemoteItem>();

    public DbSet<RoutingRule> RoutingRules => Set<RoutingRule>();

    public DbSet<RuleHits> RuleHits => Set<RuleHits>();

    public DbSet<RoutingCorrection> RoutingCorrections => Set<RoutingCorrection>();

    public DbSet<LearningSettings> LearningSettings => Set<LearningSettings>();

    public DbSet<LearntModel> LearntModels => Set<LearntModel>();

    public DbSet<SlaPolicy> SlaPolicies => Set<SlaPolicy>();

    public DbSet<Recomputation> Recomputations => Set<Recomputation>();

    public DbSet<Tag> Tags => Set<Tag>();

    public DbSet<Tagging> Tagging => Set<Tagging>();

    public DbSet<TagChange> TagChanges => Set<TagChange>();

    public DbSet<CannedAnswer> CannedAnswers => Set<CannedAnswer>();

    public DbSet<CannedAnswerUse> CannedAnswerUses => Set<CannedAnswerUse>();

    public DbSet<Macro> Macros => Set<Macro>();

    public DbSet<Playbook> Playbooks => Set<Playbook>();

    public DbSet<OpenPlaybook> OpenPlaybooks => Set<OpenPlaybook>();

    public DbSet<SlaClock> SlaClocks => Set<SlaClock>();

    public DbSet<SlaSegment> SlaSegments => Set<SlaSegment>();

    public DbSet<Escalation> Escalations => Set<Escalation>();

    public DbSet<LateNotice> LateNotices => Set<LateNotice>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    public DbSet<InboundDelivery> InboundDeliveries => Set<InboundDelivery>();

    public DbSet<OutboundDelivery> OutboundDeliveries => Set<OutboundDelivery>();

    public DbSet<AnswerChange> AnswerChanges => Set<AnswerChange>();

    public DbSet<AutomaticAnswer> AutomaticAnswers => Set<AutomaticAnswer>();

    public DbSet<ReachPoint> ReachPoints => Set<ReachPoint>();

    public DbSet<ReachWatch> ReachWatches => Set<ReachWatch>();

    public DbSet<ThreadKeyRow> ThreadKeys => Set<ThreadKeyRow>();

    public DbSet<HookToken> HookTokens => Set<HookToken>();

    public DbSet<Notification> Notifications => Set<Notification>();

    public DbSet<NotificationChoice> NotificationChoices => Set<NotificationChoice>();

    public DbSet<QuietHours> QuietHours => Set<QuietHours>();

    public DbSet<NoticeMail> NoticeMails => Set<NoticeMail>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<Job> Jobs => Set<Job>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    public DbSet<IdempotentAnswer> IdempotentAnswers => Set<IdempotentAnswer>();

    public DbSet<SetupLink> SetupLinks => Set<SetupLink>();

    /// <summary>The next number of a sequence, taken within a query that is asked anyway.</summary>
    [DbFunction("nextval", IsBuiltIn = true)]
    internal static long NextValue(string sequence) => throw new InvalidOperationException($"Only a query takes numbers of {sequence}.");

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        foreach (var type in typeof(InboxDb).Assembly.GetTypes().Where(t => t.IsEnum))
        {
            configurationBuilder.Properties(type).HaveConversion<string>();
        }
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasPostgresExtension("pg_trgm");
        builder.ApplyConfigurationsFromAssembly(typeof(InboxDb).Assembly);
        builder.Entity<IdentityUserClaim<long>>().ToTable("agent_claims");
        builder.Entity<IdentityUserLogin<long>>().ToTable("agent_logins");
        builder.Entity<IdentityUserToken<long>>().ToTable("agent_tokens");
        NameInSnakeCase(builder);
    }

    private static void NameInSnakeCase(ModelBuilder builder)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            entity.SetTableName(SnakeCase(entity.GetTableName()!));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName(SnakeCase(key.GetName()!));
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName(SnakeCase(index.GetDatabaseName()!));
            }

            foreach (var foreignKey in entity.GetForeignKeys())
            {
                foreignKey.SetConstraintName(SnakeCase(foreignKey.GetConstraintName()!));
            }
        }
    }

    private static string SnakeCase(string name)
    {
        var snake = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]))
            {
                if (i > 0 && name[i - 1] != '_' && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                {
                    snake.Append('_');
                }

                snake.Append(char.ToLowerInvariant(name[i]));
            }
            else
            {
                snake.Append(name[i]);
            }
        }

        return snake.ToString();
    }
}
