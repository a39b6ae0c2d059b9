using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class Acknowledgements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "no_automatic_since",
                table: "handles",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "acknowledgement",
                table: "channels",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "automatic_answers",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    handle_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    subject_hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_automatic_answers", x => x.id);
                    table.ForeignKey(
                        name: "fk_automatic_answers_handles_handle_id",
                        column: x => x.handle_id,
                        principalTable: "handles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_automatic_answers_handle_id_at",
                table: "automatic_answers",
                columns: new[] { "handle_id", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "automatic_answers");

            migrationBuilder.DropColumn(
                name: "no_automatic_since",
                table: "handles");

            migrationBuilder.DropColumn(
                name: "acknowledgement",
                table: "channels");
        }
    }
}
