using Inbox.Core.Data.Mapping;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class ClocksByEdition : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // A migration of their own, since they are made outside of a transaction: cases go on being answered meanwhile, and
            // what was made when the process died is not made again.
            foreach (var index in RawTables.ClocksByEdition)
            {
                migrationBuilder.Sql(index, suppressTransaction: true);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sla_clocks_calendar",
                table: "sla_clocks");

            migrationBuilder.DropIndex(
                name: "ix_sla_clocks_policy",
                table: "sla_clocks");
        }
    }
}
