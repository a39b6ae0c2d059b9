using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class MailProtection : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long[]>(
                name: "also_channel_ids",
                table: "messages",
                type: "bigint[]",
                nullable: false,
                defaultValue: new long[0]);

            migrationBuilder.AddColumn<string>(
                name: "forward",
                table: "messages",
                type: "jsonb",
                nullable: true);

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
                name: "ix_hook_tokens_at",
                table: "hook_tokens",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "hook_tokens");

            migrationBuilder.DropIndex(
                name: "ix_inbound_deliveries_held",
                table: "inbound_deliveries");

            migrationBuilder.DropIndex(
                name: "ix_cases_follow_up_of_id",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "also_channel_ids",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "forward",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "alerted_at",
                table: "inbound_deliveries");

            migrationBuilder.DropColumn(
                name: "handle_id",
                table: "inbound_deliveries");

            migrationBuilder.DropColumn(
                name: "opted_out_at",
                table: "handles");
        }
    }
}
