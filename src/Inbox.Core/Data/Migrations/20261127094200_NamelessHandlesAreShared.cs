using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class NamelessHandlesAreShared : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What is sent by nobody in particular; new ones are made so.
            migrationBuilder.Sql("UPDATE handles h SET shared = true FROM channels c WHERE h.value = 'unknown@' || c.key AND NOT h.shared");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Nobody knows which of them a person had marked so.
        }
    }
}
