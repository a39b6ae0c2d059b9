using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class NotificationWays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_notifications_unread",
                table: "notifications");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "mail_at",
                table: "notifications",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "times",
                table: "notifications",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<bool>(
                name: "sends_notices",
                table: "channels",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "notice_mails",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    key = table.Column<string>(type: "text", nullable: false),
                    agent_id = table.Column<long>(type: "bigint", nullable: true),
                    case_id = table.Column<long>(type: "bigint", nullable: true),
                    address = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    html = table.Column<string>(type: "text", nullable: true),
                    external_id = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    not_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    detail = table.Column<string>(type: "text", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notice_mails", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notification_choices",
                columns: table => new
                {
                    agent_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    page = table.Column<bool>(type: "boolean", nullable: false),
                    browser = table.Column<bool>(type: "boolean", nullable: false),
                    mail = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notification_choices", x => new { x.agent_id, x.kind });
                    table.ForeignKey(
                        name: "fk_notification_choices_agents_agent_id",
                        column: x => x.agent_id,
                        principalTable: "agents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "quiet_hours",
                columns: table => new
                {
                    agent_id = table.Column<long>(type: "bigint", nullable: false),
                    calendar_id = table.Column<long>(type: "bigint", nullable: true),
                    hours = table.Column<string>(type: "jsonb", nullable: true),
                    time_zone = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quiet_hours", x => x.agent_id);
                    table.ForeignKey(
                        name: "fk_quiet_hours_agents_agent_id",
                        column: x => x.agent_id,
                        principalTable: "agents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_quiet_hours_calendars_calendar_id",
                        column: x => x.calendar_id,
                        principalTable: "calendars",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_notifications_mail_at",
                table: "notifications",
                column: "mail_at",
                filter: "mail_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_unread",
                table: "notifications",
                columns: new[] { "agent_id", "case_id" },
                filter: "read_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_channels_sends_notices",
                table: "channels",
                column: "sends_notices",
                unique: true,
                filter: "sends_notices");

            migrationBuilder.CreateIndex(
                name: "ix_notice_mails_agent_id_id",
                table: "notice_mails",
                columns: new[] { "agent_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_notice_mails_created_at",
                table: "notice_mails",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_notice_mails_key",
                table: "notice_mails",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_notice_mails_owed",
                table: "notice_mails",
                column: "not_before",
                filter: "state = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "ix_quiet_hours_calendar_id",
                table: "quiet_hours",
                column: "calendar_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "notice_mails");

            migrationBuilder.DropTable(
                name: "notification_choices");

            migrationBuilder.DropTable(
                name: "quiet_hours");

            migrationBuilder.DropIndex(
                name: "ix_notifications_mail_at",
                table: "notifications");

            migrationBuilder.DropIndex(
                name: "ix_notifications_unread",
                table: "notifications");

            migrationBuilder.DropIndex(
                name: "ix_channels_sends_notices",
                table: "channels");

            migrationBuilder.DropColumn(
                name: "mail_at",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "times",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "sends_notices",
                table: "channels");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_unread",
                table: "notifications",
                column: "agent_id",
                filter: "read_at IS NULL");
        }
    }
}
