using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class CountsOfOpenCases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Not in a transaction: cases go on being answered meanwhile. What a dying process left half made is dropped first.
            migrationBuilder.Sql("DROP INDEX CONCURRENTLY IF EXISTS ix_cases_open_counts", suppressTransaction: true);
            migrationBuilder.Sql(
                "CREATE INDEX CONCURRENTLY ix_cases_open_counts ON cases (department_id, assignee_id, status, next_due_at, snoozed_until, offered_to_id) INCLUDE (id) WHERE is_open",
                suppressTransaction: true);

            // Open cases lie on a few pages that change all day. Vacuum passes by what it finds to be under 2 % of a table, and the
            // counts would then read every open case instead of this index alone.
            migrationBuilder.Sql("ALTER TABLE cases SET (vacuum_index_cleanup = on, autovacuum_vacuum_scale_factor = 0.01)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE cases RESET (vacuum_index_cleanup, autovacuum_vacuum_scale_factor)");
            migrationBuilder.DropIndex(
                name: "ix_cases_open_counts",
                table: "cases");

            migrationBuilder.CreateIndex(
                name: "ix_cases_open_counts",
                table: "cases",
                columns: new[] { "department_id", "assignee_id", "status", "next_due_at", "snoozed_until", "offered_to_id" },
                filter: "is_open");
        }
    }
}
