using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class PromisedPriority : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "raised_from",
                table: "cases",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "raised_from",
                table: "cases");
        }
    }
}
