using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class AnswerApproval : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbound_deliveries_scheduled",
                table: "outbound_deliveries");

            migrationBuilder.AddColumn<bool>(
                name: "answers_need_approval",
                table: "agents",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "ix_outbound_deliveries_scheduled",
                table: "outbound_deliveries",
                columns: new[] { "not_before", "case_id" },
                filter: "state IN ('Scheduled', 'AwaitingApproval')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbound_deliveries_scheduled",
                table: "outbound_deliveries");

            migrationBuilder.DropColumn(
                name: "answers_need_approval",
                table: "agents");

            migrationBuilder.CreateIndex(
                name: "ix_outbound_deliveries_scheduled",
                table: "outbound_deliveries",
                columns: new[] { "not_before", "case_id" },
                filter: "state = 'Scheduled'");
        }
    }
}
