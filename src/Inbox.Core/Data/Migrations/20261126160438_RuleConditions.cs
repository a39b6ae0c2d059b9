using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class RuleConditions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "assign_by",
                table: "routing_rules",
                type: "text",
                nullable: false,
                defaultValue: "Nobody");

            migrationBuilder.AddColumn<string>(
                name: "conditions",
                table: "routing_rules",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "fate",
                table: "routing_rules",
                type: "text",
                nullable: false,
                defaultValue: "Opens");

            migrationBuilder.AddColumn<long[]>(
                name: "follower_ids",
                table: "routing_rules",
                type: "bigint[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<bool>(
                name: "goes_on",
                table: "routing_rules",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "skill",
                table: "routing_rules",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "slow_at",
                table: "routing_rules",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "slow_pattern",
                table: "routing_rules",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "sla_policy_id",
                table: "routing_rules",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "person_id",
                table: "routing_rules",
                type: "bigint",
                nullable: true);

            // What a rule asked for in columns becomes one group of conditions that all hold.
            migrationBuilder.Sql(
                """
                UPDATE routing_rules r SET conditions = jsonb_build_object('match', 'All', 'groups',
                    jsonb_build_array(jsonb_build_object('match', 'All', 'conditions', c.list)))
                FROM (
                    SELECT id,
                        CASE WHEN channel_id IS NOT NULL THEN jsonb_build_array(jsonb_build_object('kind', 'Channel', 'id', channel_id)) ELSE '[]' END
                        || CASE WHEN cardinality(words) > 0 THEN jsonb_build_array(jsonb_build_object('kind', 'Words', 'values', to_jsonb(words), 'in', words_in)) ELSE '[]' END
                        || CASE WHEN sender <> '' THEN jsonb_build_array(jsonb_build_object('kind', 'Sender', 'values', jsonb_build_array(sender))) ELSE '[]' END
                        || CASE WHEN min_reach IS NOT NULL THEN jsonb_build_array(jsonb_build_object('kind', 'Reach', 'number', min_reach)) ELSE '[]' END AS list
                    FROM routing_rules) c
                WHERE c.id = r.id AND c.list <> '[]'
                """);

            foreach (var column in new[] { "channel_id", "words", "words_in", "sender", "min_reach" })
            {
                migrationBuilder.DropColumn(name: column, table: "routing_rules");
            }

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "away_since",
                table: "agents",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "away_until",
                table: "agents",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "capacity",
                table: "agents",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "skills",
                table: "agents",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "given_at",
                table: "agent_departments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "rule_hits",
                columns: table => new
                {
                    rule_id = table.Column<long>(type: "bigint", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    hits = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rule_hits", x => new { x.rule_id, x.day });
                    table.ForeignKey(
                        name: "fk_rule_hits_routing_rules_rule_id",
                        column: x => x.rule_id,
                        principalTable: "routing_rules",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_routing_rules_person_id",
                table: "routing_rules",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_routing_rules_sla_policy_id",
                table: "routing_rules",
                column: "sla_policy_id");

            migrationBuilder.AddForeignKey(
                name: "fk_routing_rules_agents_person_id",
                table: "routing_rules",
                column: "person_id",
                principalTable: "agents",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_routing_rules_sla_policies_sla_policy_id",
                table: "routing_rules",
                column: "sla_policy_id",
                principalTable: "sla_policies",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            // How often each rule has sent a case of the last weeks, as far as the cases tell.
            migrationBuilder.Sql(
                """
                INSERT INTO rule_hits (rule_id, day, hits)
                SELECT c.routing_rule_id, (c.opened_at AT TIME ZONE 'UTC')::date, count(*)
                FROM cases c JOIN routing_rules r ON r.id = c.routing_rule_id
                WHERE c.opened_at > now() - interval '30 days'
                GROUP BY 1, 2
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_routing_rules_agents_person_id",
                table: "routing_rules");

            migrationBuilder.DropForeignKey(
                name: "fk_routing_rules_sla_policies_sla_policy_id",
                table: "routing_rules");

            migrationBuilder.DropTable(
                name: "rule_hits");

            migrationBuilder.DropIndex(
                name: "ix_routing_rules_person_id",
                table: "routing_rules");

            migrationBuilder.DropIndex(
                name: "ix_routing_rules_sla_policy_id",
                table: "routing_rules");

            migrationBuilder.DropColumn(
                name: "assign_by",
                table: "routing_rules");

            migrationBuilder.DropColumn(
                name: "conditions",
                table: "routing_rules");

            migrationBuilder.DropColumn(
                name: "fate",
                table: "routing_rules");

            migrationBuilder.DropColumn(
                name: "follower_ids",
                table: "routing_rules");

            migrationBuilder.DropColumn(
                name: "goes_on",
                table: "routing_rules");

            migrationBuilder.DropColumn(
                name: "skill",
                table: "routing_rules");

            migrationBuilder.DropColumn(
                name: "slow_at",
                table: "routing_rules");

            migrationBuilder.DropColumn(
                name: "away_since",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "away_until",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "capacity",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "skills",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "given_at",
                table: "agent_departments");

            migrationBuilder.DropColumn(
                name: "slow_pattern",
                table: "routing_rules");

            migrationBuilder.AddColumn<string>(
                name: "sender",
                table: "routing_rules",
                type: "text",
                nullable: true);

            migrationBuilder.DropColumn(
                name: "sla_policy_id",
                table: "routing_rules");

            migrationBuilder.AddColumn<long>(
                name: "min_reach",
                table: "routing_rules",
                type: "bigint",
                nullable: true);

            migrationBuilder.DropColumn(
                name: "person_id",
                table: "routing_rules");

            migrationBuilder.AddColumn<long>(
                name: "channel_id",
                table: "routing_rules",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "words",
                table: "routing_rules",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string>(
                name: "words_in",
                table: "routing_rules",
                type: "text",
                nullable: false,
                defaultValue: "");
        }
    }
}
