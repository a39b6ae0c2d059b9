using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Inbox.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class MergeAndSplit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "case_links",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    from_id = table.Column<long>(type: "bigint", nullable: false),
                    to_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    by_id = table.Column<long>(type: "bigint", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_links", x => x.id);
                    table.ForeignKey(
                        name: "fk_case_links_cases_from_id",
                        column: x => x.from_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_case_links_cases_to_id",
                        column: x => x.to_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "case_moves",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "text", nullable: false),
                    from_id = table.Column<long>(type: "bigint", nullable: false),
                    into_id = table.Column<long>(type: "bigint", nullable: false),
                    by_id = table.Column<long>(type: "bigint", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undone_by_id = table.Column<long>(type: "bigint", nullable: true),
                    from_status = table.Column<string>(type: "text", nullable: false),
                    into_status = table.Column<string>(type: "text", nullable: false),
                    into_status_after = table.Column<string>(type: "text", nullable: false),
                    into_owed_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    from_may_belong_to = table.Column<long>(type: "bigint", nullable: true),
                    messages = table.Column<long[]>(type: "bigint[]", nullable: false),
                    keys = table.Column<string[]>(type: "text[]", nullable: false),
                    drafts = table.Column<long[]>(type: "bigint[]", nullable: false),
                    aliases = table.Column<long[]>(type: "bigint[]", nullable: false),
                    links = table.Column<long[]>(type: "bigint[]", nullable: false),
                    tasks = table.Column<long[]>(type: "bigint[]", nullable: false),
                    playbooks = table.Column<long[]>(type: "bigint[]", nullable: false),
                    participants = table.Column<long[]>(type: "bigint[]", nullable: false),
                    followers = table.Column<long[]>(type: "bigint[]", nullable: false),
                    readers = table.Column<long[]>(type: "bigint[]", nullable: false),
                    tags = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_moves", x => x.id);
                    table.ForeignKey(
                        name: "fk_case_moves_cases_from_id",
                        column: x => x.from_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_case_moves_cases_into_id",
                        column: x => x.into_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_case_links_from_id_to_id",
                table: "case_links",
                columns: new[] { "from_id", "to_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_case_links_to_id",
                table: "case_links",
                column: "to_id");

            migrationBuilder.CreateIndex(
                name: "ux_case_links_parent",
                table: "case_links",
                column: "from_id",
                unique: true,
                filter: "kind = 'ChildOf'");

            migrationBuilder.CreateIndex(
                name: "ix_case_moves_from_id",
                table: "case_moves",
                column: "from_id");

            migrationBuilder.CreateIndex(
                name: "ix_case_moves_into_id",
                table: "case_moves",
                column: "into_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_links");

            migrationBuilder.DropTable(
                name: "case_moves");
        }
    }
}
