using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class DepartmentLearning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "routed_by",
                table: "cases",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "suggested_department_id",
                table: "cases",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "suggested_percent",
                table: "cases",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "learning_settings",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    mode = table.Column<string>(type: "text", nullable: false),
                    sure_percent = table.Column<int>(type: "integer", nullable: false),
                    confidential = table.Column<bool>(type: "boolean", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_learning_settings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "learnt_models",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    tried_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    missing = table.Column<string>(type: "text", nullable: true),
                    trained_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    data = table.Column<byte[]>(type: "bytea", nullable: true),
                    cases = table.Column<int>(type: "integer", nullable: false),
                    accuracy = table.Column<double>(type: "double precision", nullable: false),
                    calibration_error = table.Column<double>(type: "double precision", nullable: false),
                    departments = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_learnt_models", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "routing_corrections",
                columns: table => new
                {
                    case_id = table.Column<long>(type: "bigint", nullable: false),
                    routed_by = table.Column<string>(type: "text", nullable: false),
                    rule_id = table.Column<long>(type: "bigint", nullable: true),
                    from_department_id = table.Column<long>(type: "bigint", nullable: false),
                    to_department_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    agent_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_routing_corrections", x => x.case_id);
                    table.ForeignKey(
                        name: "fk_routing_corrections_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "learning_settings",
                columns: new[] { "id", "asked_at", "confidential", "mode", "revision", "sure_percent" },
                values: new object[] { 1L, null, false, "Off", 0, 80 });

            migrationBuilder.CreateIndex(
                name: "ix_routing_corrections_at",
                table: "routing_corrections",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "learning_settings");

            migrationBuilder.DropTable(
                name: "learnt_models");

            migrationBuilder.DropTable(
                name: "routing_corrections");

            migrationBuilder.DropColumn(
                name: "routed_by",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "suggested_department_id",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "suggested_percent",
                table: "cases");
        }
    }
}
