using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StreamBet.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Fingerprints : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "fingerprints",
                columns: table => new
                {
                    Number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    JobId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Content = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fingerprints", x => x.Number);
                });

            migrationBuilder.CreateIndex(
                name: "IX_fingerprints_JobId",
                table: "fingerprints",
                column: "JobId",
                unique: true);

            // An outside service was not asked for doubts by the version before, so what it is at work on is asked for again.
            migrationBuilder.Sql(
                """
                UPDATE jobs SET ProviderJobId = NULL, Attempt = Attempt + 1
                WHERE ProviderJobId IS NOT NULL AND State IN ('Queued', 'Analyzing')
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "fingerprints");
        }
    }
}
