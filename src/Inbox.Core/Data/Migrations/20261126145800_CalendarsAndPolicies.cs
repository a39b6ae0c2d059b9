using System;
using System.Collections.Generic;
using Inbox.Core.Data.Mapping;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class CalendarsAndPolicies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "pause_waiting",
                table: "sla_policies",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<int>(
                name: "terms_version",
                table: "sla_policies",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "warning_share",
                table: "sla_policies",
                type: "integer",
                nullable: false,
                defaultValue: 75);

            migrationBuilder.AddColumn<int>(
                name: "hours_version",
                table: "sla_clocks",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "terms_version",
                table: "sla_clocks",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.Sql(RawTables.NamedHolidays);

            migrationBuilder.AddColumn<string>(
                name: "exceptions",
                table: "calendars",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<int>(
                name: "hours_version",
                table: "calendars",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "earlier_hours",
                columns: table => new
                {
                    calendar_id = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    times = table.Column<string>(type: "jsonb", nullable: false),
                    replaced_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_earlier_hours", x => new { x.calendar_id, x.version });
                    table.ForeignKey(
                        name: "fk_earlier_hours_calendars_calendar_id",
                        column: x => x.calendar_id,
                        principalTable: "calendars",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "recomputations",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    calendar_id = table.Column<long>(type: "bigint", nullable: true),
                    policy_id = table.Column<long>(type: "bigint", nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    clocks = table.Column<int>(type: "integer", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_look_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recomputations", x => x.id);
                    table.ForeignKey(
                        name: "fk_recomputations_calendars_calendar_id",
                        column: x => x.calendar_id,
                        principalTable: "calendars",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_recomputations_sla_policies_policy_id",
                        column: x => x.policy_id,
                        principalTable: "sla_policies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_recomputations_calendar_id",
                table: "recomputations",
                column: "calendar_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_recomputations_next_look_at",
                table: "recomputations",
                column: "next_look_at",
                filter: "next_look_at < 'infinity'");

            migrationBuilder.CreateIndex(
                name: "ix_recomputations_policy_id",
                table: "recomputations",
                column: "policy_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "earlier_hours");

            migrationBuilder.DropTable(
                name: "recomputations");

            migrationBuilder.DropColumn(
                name: "pause_waiting",
                table: "sla_policies");

            migrationBuilder.DropColumn(
                name: "terms_version",
                table: "sla_policies");

            migrationBuilder.DropColumn(
                name: "warning_share",
                table: "sla_policies");

            migrationBuilder.DropColumn(
                name: "hours_version",
                table: "sla_clocks");

            migrationBuilder.DropColumn(
                name: "terms_version",
                table: "sla_clocks");

            migrationBuilder.DropColumn(
                name: "exceptions",
                table: "calendars");

            migrationBuilder.DropColumn(
                name: "hours_version",
                table: "calendars");

            migrationBuilder.DropColumn(name: "holidays", table: "calendars");
            migrationBuilder.AddColumn<List<DateOnly>>(name: "holidays", table: "calendars", type: "date[]", nullable: false, defaultValue: new List<DateOnly>());
        }
    }
}
