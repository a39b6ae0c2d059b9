using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class SendingAccessLost : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "sending_access_lost",
                table: "channels",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            // Of doors that are never asked for news, sending alone can have found it, and no news would ever have cleared it.
            migrationBuilder.Sql(
                """
                UPDATE channels c SET sending_access_lost = true
                FROM channel_links l
                WHERE l.channel_id = c.id AND l.access_lost_at IS NOT NULL AND c.last_polled_at IS NULL AND c.sending_fails_since IS NOT NULL;
                UPDATE channel_links l SET access_lost_at = NULL, failing_since = CASE WHEN c.problem IS NULL THEN NULL ELSE l.failing_since END
                FROM channels c
                WHERE l.channel_id = c.id AND l.access_lost_at IS NOT NULL AND c.last_polled_at IS NULL;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "sending_access_lost",
                table: "channels");
        }
    }
}
