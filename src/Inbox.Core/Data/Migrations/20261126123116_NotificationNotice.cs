using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class NotificationNotice : Migration
    {
        // NOTIFY leaves with the commit, once for each agent and transaction; what rolls back is never told.
        private const string Tell = """
            CREATE FUNCTION tell_agent() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM pg_notify('inbox_agents', COALESCE(NEW.agent_id, OLD.agent_id)::text);
                RETURN NULL;
            END
            $$;

            CREATE TRIGGER notifications_tell_agent
                AFTER INSERT OR DELETE OR UPDATE OF read_at ON notifications
                FOR EACH ROW EXECUTE FUNCTION tell_agent();
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Tell);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER notifications_tell_agent ON notifications; DROP FUNCTION tell_agent();");
        }
    }
}
