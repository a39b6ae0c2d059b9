using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class Ladders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_escalations",
                table: "escalations");

            migrationBuilder.RenameColumn(
                name: "share_percent",
                table: "escalations",
                newName: "position");

            migrationBuilder.AddColumn<int[]>(
                name: "steps_taken",
                table: "sla_clocks",
                type: "integer[]",
                nullable: false,
                defaultValue: new int[0]);

            // Steps were known by their share and action; now each has a position within its metric.
            migrationBuilder.Sql(
                """
                UPDATE sla_policies SET steps = (
                    SELECT coalesce(jsonb_agg(jsonb_build_object(
                        'position', place, 'metric', step->>'metric', 'at', jsonb_build_object('unit', 'Percent', 'value', step->'sharePercent'), 'action', step->>'action') ORDER BY n), '[]')
                    FROM (SELECT step, n, row_number() OVER (PARTITION BY step->>'metric' ORDER BY n) AS place
                          FROM jsonb_array_elements(steps) WITH ORDINALITY AS each (step, n)) AS numbered);

                UPDATE escalations e SET position = n.place
                FROM (SELECT ctid, row_number() OVER (PARTITION BY case_id, metric, cycle ORDER BY position, action) AS place FROM escalations) AS n
                WHERE e.ctid = n.ctid;

                UPDATE sla_clocks c SET steps_taken = ARRAY(
                    SELECT (step->>'position')::integer FROM sla_policies p, jsonb_array_elements(p.steps) AS step
                    WHERE p.id = c.policy_id AND step->>'metric' = c.metric AND (step->'at'->>'value')::integer <= c.steps_taken_to
                    UNION SELECT e.position FROM escalations e WHERE e.case_id = c.case_id AND e.metric = c.metric AND e.cycle = c.cycle
                    UNION SELECT 0 WHERE c.metric = 'HandoffAccept' AND c.breached_at IS NOT NULL
                    ORDER BY 1)
                WHERE c.steps_taken_to > 0 OR (c.metric = 'HandoffAccept' AND c.breached_at IS NOT NULL);
                """);

            migrationBuilder.DropColumn(
                name: "steps_taken_to",
                table: "sla_clocks");

            migrationBuilder.AddPrimaryKey(
                name: "pk_escalations",
                table: "escalations",
                columns: new[] { "case_id", "metric", "cycle", "position" });

            migrationBuilder.CreateTable(
                name: "webhooks",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "text", nullable: false),
                    format = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false),
                    host = table.Column<string>(type: "text", nullable: false),
                    secret = table.Column<string>(type: "text", nullable: true),
                    next_try_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    fails_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    problem = table.Column<string>(type: "text", nullable: true),
                    given_up_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhooks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "late_notices",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    agent_id = table.Column<long>(type: "bigint", nullable: true),
                    kind = table.Column<string>(type: "text", nullable: true),
                    webhook_id = table.Column<long>(type: "bigint", nullable: true),
                    address = table.Column<string>(type: "text", nullable: true),
                    fact = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_late_notices", x => x.id);
                    table.ForeignKey(
                        name: "fk_late_notices_webhooks_webhook_id",
                        column: x => x.webhook_id,
                        principalTable: "webhooks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "webhook_deliveries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    webhook_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    facts = table.Column<string>(type: "jsonb", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    not_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    detail = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_deliveries", x => x.id);
                    table.ForeignKey(
                        name: "fk_webhook_deliveries_webhooks_webhook_id",
                        column: x => x.webhook_id,
                        principalTable: "webhooks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_late_notices_webhook_id",
                table: "late_notices",
                column: "webhook_id");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_key",
                table: "webhook_deliveries",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_owed",
                table: "webhook_deliveries",
                columns: new[] { "webhook_id", "id" },
                filter: "state = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_trouble",
                table: "webhook_deliveries",
                columns: new[] { "webhook_id", "id" },
                filter: "state <> 'Sent' AND attempts > 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                UPDATE sla_policies SET steps = (
                    SELECT coalesce(jsonb_agg(jsonb_build_object('metric', step->>'metric', 'sharePercent', step->'at'->'value', 'action', step->>'action') ORDER BY n), '[]')
                    FROM jsonb_array_elements(steps) WITH ORDINALITY AS each (step, n)
                    WHERE step->'at'->>'unit' = 'Percent' AND step->>'action' IN ('NotifyAssignee', 'NotifyLead', 'NotifyDepartment', 'RaisePriority'));
                """);

            migrationBuilder.DropTable(
                name: "late_notices");

            migrationBuilder.DropTable(
                name: "webhook_deliveries");

            migrationBuilder.DropTable(
                name: "webhooks");

            migrationBuilder.DropPrimaryKey(
                name: "pk_escalations",
                table: "escalations");

            migrationBuilder.DropColumn(
                name: "steps_taken",
                table: "sla_clocks");

            migrationBuilder.RenameColumn(
                name: "position",
                table: "escalations",
                newName: "share_percent");

            migrationBuilder.AddColumn<int>(
                name: "steps_taken_to",
                table: "sla_clocks",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddPrimaryKey(
                name: "pk_escalations",
                table: "escalations",
                columns: new[] { "case_id", "metric", "cycle", "share_percent", "action" });
        }
    }
}
