using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class HandoffsAndTasks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "checklist",
                table: "handoffs",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "done_at",
                table: "handoffs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "done_by_id",
                table: "handoffs",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "done_words",
                table: "handoffs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "checklist",
                table: "departments",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<bool>(
                name: "ping_pong",
                table: "cases",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "returned_at",
                table: "cases",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "case_tasks",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    case_id = table.Column<long>(type: "bigint", nullable: false),
                    from_department_id = table.Column<long>(type: "bigint", nullable: false),
                    department_id = table.Column<long>(type: "bigint", nullable: false),
                    assignee_id = table.Column<long>(type: "bigint", nullable: true),
                    asked_by_id = table.Column<long>(type: "bigint", nullable: true),
                    text = table.Column<string>(type: "text", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    answer = table.Column<string>(type: "text", nullable: true),
                    decided_by_id = table.Column<long>(type: "bigint", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    remind_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_tasks", x => x.id);
                    table.ForeignKey(
                        name: "fk_case_tasks_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_case_tasks_departments_department_id",
                        column: x => x.department_id,
                        principalTable: "departments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_handoffs_to_department_id_offered_at",
                table: "handoffs",
                columns: new[] { "to_department_id", "offered_at" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_ping_pong",
                table: "cases",
                columns: new[] { "next_due_at", "id" },
                filter: "ping_pong AND is_open");

            migrationBuilder.CreateIndex(
                name: "ix_cases_returned_at",
                table: "cases",
                column: "returned_at",
                filter: "returned_at IS NOT NULL AND is_open");

            migrationBuilder.CreateIndex(
                name: "ix_case_tasks_case_id_id",
                table: "case_tasks",
                columns: new[] { "case_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_case_tasks_open",
                table: "case_tasks",
                columns: new[] { "department_id", "due_at", "id" },
                filter: "state = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_case_tasks_remind_at",
                table: "case_tasks",
                column: "remind_at",
                filter: "remind_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_tasks");

            migrationBuilder.DropIndex(
                name: "ix_handoffs_to_department_id_offered_at",
                table: "handoffs");

            migrationBuilder.DropIndex(
                name: "ix_cases_ping_pong",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "ix_cases_returned_at",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "checklist",
                table: "handoffs");

            migrationBuilder.DropColumn(
                name: "done_at",
                table: "handoffs");

            migrationBuilder.DropColumn(
                name: "done_by_id",
                table: "handoffs");

            migrationBuilder.DropColumn(
                name: "done_words",
                table: "handoffs");

            migrationBuilder.DropColumn(
                name: "checklist",
                table: "departments");

            migrationBuilder.DropColumn(
                name: "ping_pong",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "returned_at",
                table: "cases");
        }
    }
}
