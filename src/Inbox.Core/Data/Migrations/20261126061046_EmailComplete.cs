using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class EmailComplete : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "then",
                table: "outbound_deliveries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long[]>(
                name: "also_channel_ids",
                table: "messages",
                type: "bigint[]",
                nullable: false,
                defaultValue: new long[0]);

            migrationBuilder.AddColumn<string>(
                name: "bcc",
                table: "messages",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<string>(
                name: "format",
                table: "messages",
                type: "text",
                nullable: false,
                defaultValue: "Plain");

            migrationBuilder.AddColumn<string>(
                name: "forward",
                table: "messages",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "to_third_parties",
                table: "messages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "alerted_at",
                table: "inbound_deliveries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "handle_id",
                table: "inbound_deliveries",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "no_automatic_since",
                table: "handles",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "acknowledgement",
                table: "channels",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "attachment_megabytes",
                table: "channels",
                type: "integer",
                nullable: false,
                defaultValue: 20);

            migrationBuilder.AlterColumn<long>(
                name: "message_id",
                table: "attachments",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AddColumn<long>(
                name: "draft_id",
                table: "attachments",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "uploaded_at",
                table: "attachments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "uploaded_by",
                table: "attachments",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "signature",
                table: "agents",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "automatic_answers",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    handle_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    subject_hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_automatic_answers", x => x.id);
                    table.ForeignKey(
                        name: "fk_automatic_answers_handles_handle_id",
                        column: x => x.handle_id,
                        principalTable: "handles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "channel_links",
                columns: table => new
                {
                    channel_id = table.Column<long>(type: "bigint", nullable: false),
                    holder = table.Column<Guid>(type: "uuid", nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    retry_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    failing_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    connected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    access_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cursor = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_channel_links", x => x.channel_id);
                    table.ForeignKey(
                        name: "fk_channel_links_channels_channel_id",
                        column: x => x.channel_id,
                        principalTable: "channels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "drafts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    case_id = table.Column<long>(type: "bigint", nullable: true),
                    agent_id = table.Column<long>(type: "bigint", nullable: false),
                    mode = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    to = table.Column<string>(type: "jsonb", nullable: true),
                    cc = table.Column<string>(type: "jsonb", nullable: true),
                    bcc = table.Column<string>(type: "jsonb", nullable: true),
                    seen_message_id = table.Column<long>(type: "bigint", nullable: true),
                    forwarded_id = table.Column<long>(type: "bigint", nullable: true),
                    channel_id = table.Column<long>(type: "bigint", nullable: true),
                    department_id = table.Column<long>(type: "bigint", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    other = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_drafts", x => x.id);
                    table.ForeignKey(
                        name: "fk_drafts_agents_agent_id",
                        column: x => x.agent_id,
                        principalTable: "agents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_drafts_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "hook_tokens",
                columns: table => new
                {
                    channel_id = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hook_tokens", x => new { x.channel_id, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "remote_items",
                columns: table => new
                {
                    channel_id = table.Column<long>(type: "bigint", nullable: false),
                    epoch = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    delivery_id = table.Column<long>(type: "bigint", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    problem = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_remote_items", x => new { x.channel_id, x.epoch, x.number });
                    table.ForeignKey(
                        name: "fk_remote_items_channels_channel_id",
                        column: x => x.channel_id,
                        principalTable: "channels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_outbound_deliveries_scheduled",
                table: "outbound_deliveries",
                columns: new[] { "not_before", "case_id" },
                filter: "state = 'Scheduled'");

            migrationBuilder.CreateIndex(
                name: "ix_inbound_deliveries_held",
                table: "inbound_deliveries",
                columns: new[] { "handle_id", "received_at" },
                filter: "state = 'Held'");

            migrationBuilder.CreateIndex(
                name: "ix_cases_follow_up_of_id",
                table: "cases",
                column: "follow_up_of_id",
                filter: "follow_up_of_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_attachments_draft_id",
                table: "attachments",
                column: "draft_id",
                filter: "draft_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_attachments_waiting",
                table: "attachments",
                column: "uploaded_at",
                filter: "message_id IS NULL AND draft_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_automatic_answers_handle_id_at",
                table: "automatic_answers",
                columns: new[] { "handle_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_drafts_case_id",
                table: "drafts",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ux_drafts_own",
                table: "drafts",
                columns: new[] { "agent_id", "case_id", "mode" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_hook_tokens_at",
                table: "hook_tokens",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_remote_items_open",
                table: "remote_items",
                columns: new[] { "channel_id", "epoch", "number" },
                filter: "state IN ('Owed', 'Wanted')");

            migrationBuilder.AddForeignKey(
                name: "fk_attachments_drafts_draft_id",
                table: "attachments",
                column: "draft_id",
                principalTable: "drafts",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_attachments_drafts_draft_id",
                table: "attachments");

            migrationBuilder.DropTable(
                name: "automatic_answers");

            migrationBuilder.DropTable(
                name: "channel_links");

            migrationBuilder.DropTable(
                name: "drafts");

            migrationBuilder.DropTable(
                name: "hook_tokens");

            migrationBuilder.DropTable(
                name: "remote_items");

            migrationBuilder.DropIndex(
                name: "ix_outbound_deliveries_scheduled",
                table: "outbound_deliveries");

            migrationBuilder.DropIndex(
                name: "ix_inbound_deliveries_held",
                table: "inbound_deliveries");

            migrationBuilder.DropIndex(
                name: "ix_cases_follow_up_of_id",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "ix_attachments_draft_id",
                table: "attachments");

            migrationBuilder.DropIndex(
                name: "ix_attachments_waiting",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "then",
                table: "outbound_deliveries");

            migrationBuilder.DropColumn(
                name: "also_channel_ids",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "bcc",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "format",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "forward",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "to_third_parties",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "alerted_at",
                table: "inbound_deliveries");

            migrationBuilder.DropColumn(
                name: "handle_id",
                table: "inbound_deliveries");

            migrationBuilder.DropColumn(
                name: "no_automatic_since",
                table: "handles");

            migrationBuilder.DropColumn(
                name: "acknowledgement",
                table: "channels");

            migrationBuilder.DropColumn(
                name: "attachment_megabytes",
                table: "channels");

            migrationBuilder.DropColumn(
                name: "draft_id",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "uploaded_at",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "uploaded_by",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "signature",
                table: "agents");

            migrationBuilder.AlterColumn<long>(
                name: "message_id",
                table: "attachments",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true);
        }
    }
}
