using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class NotificationKinds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "notifications",
                type: "text",
                nullable: false,
                defaultValue: "");

            // What was told before kinds were kept says by its words what it is.
            migrationBuilder.Sql(
                """
                UPDATE notifications SET kind = CASE
                    WHEN case_id IS NULL THEN 'ChannelTrouble'
                    WHEN text LIKE 'Your %answer on %' THEN 'AnswerTrouble'
                    WHEN text LIKE '% gave you C-%' THEN 'Assigned'
                    ELSE 'Escalation' END
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "kind",
                table: "notifications");
        }
    }
}
