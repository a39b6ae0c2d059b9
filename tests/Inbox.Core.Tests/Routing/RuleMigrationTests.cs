using Inbox.Core.Data;
using Inbox.Core.Routing;
using Inbox.Testing.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Inbox.Core.Tests.Routing;

public sealed class RuleMigrationTests
{
    private const string Before = "20261126142556_NotificationKinds";

    [Fact]
    public async Task Rules_of_before_keep_their_conditions()
    {
        var template = new DatabaseTemplate("rules_before", Before, async (connectionString, ct) =>
        {
            await using var older = Db(connectionString);
            await older.GetService<IMigrator>().MigrateAsync(Before, ct);
        });
        await using var database = await (await PostgresFixture.SharedAsync()).CreateDatabaseAsync(template);
        await using var db = Db(database.ConnectionString);
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO routing_rules (id, name, position, enabled, channel_id, words, words_in, sender, min_reach, priority, tags, revision)
            OVERRIDING SYSTEM VALUE VALUES
                (1, 'All four', 1, true, 7, ARRAY['refund', 'late parcel'], 'Subject', '@partner.example', 5000, 'High', ARRAY['money'], 0),
                (2, 'Everything', 2, true, NULL, ARRAY[]::text[], 'SubjectOrBody', NULL, NULL, 'High', ARRAY[]::text[], 0)
            """);

        await db.Database.MigrateAsync();

        var rules = await db.RoutingRules.OrderBy(r => r.Id).ToListAsync();
        var conditions = rules[0].Conditions.Groups.ShouldHaveSingleItem().Conditions;
        conditions.Select(c => c.Kind).ShouldBe([ConditionKind.Channel, ConditionKind.Words, ConditionKind.Sender, ConditionKind.Reach]);
        (conditions[0].Id, conditions[1].In, conditions[3].Number).ShouldBe((7, RuleWordsIn.Subject, 5000));
        conditions[1].Values.ShouldBe(["refund", "late parcel"]);
        conditions[2].Values.ShouldBe(["@partner.example"]);
        (rules[0].AssignBy, rules[0].Fate, rules[0].PersonId, rules[0].SlaPolicyId, rules[0].SlowPattern).ShouldBe((AssignBy.Nobody, RuleFate.Opens, null, null, null));
        rules[1].Conditions.Groups.ShouldBeEmpty();
    }

    private static InboxDb Db(string connectionString) => new(new DbContextOptionsBuilder<InboxDb>().UseNpgsql(connectionString).Options);
}
