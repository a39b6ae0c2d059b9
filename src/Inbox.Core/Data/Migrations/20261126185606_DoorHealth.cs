using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class DoorHealth : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "unsure",
                table: "outbound_deliveries",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "access_lost_at",
                table: "channel_links",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "limited_until",
                table: "channel_links",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "renew_by",
                table: "channel_links",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "told_days_left",
                table: "channel_links",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "unread",
                table: "channel_links",
                type: "integer",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "unsure",
                table: "outbound_deliveries");

            migrationBuilder.DropColumn(
                name: "access_lost_at",
                table: "channel_links");

            migrationBuilder.DropColumn(
                name: "limited_until",
                table: "channel_links");

            migrationBuilder.DropColumn(
                name: "renew_by",
                table: "channel_links");

            migrationBuilder.DropColumn(
                name: "told_days_left",
                table: "channel_links");

            migrationBuilder.DropColumn(
                name: "unread",
                table: "channel_links");
        }
    }
}
