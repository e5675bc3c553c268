using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StreamBet.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class StandaloneReceipts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Criterion",
                table: "jobs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "standalone_receipts",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    JobId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    Document = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_standalone_receipts", x => x.Sequence);
                });

            migrationBuilder.CreateIndex(
                name: "IX_standalone_receipts_Hash",
                table: "standalone_receipts",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_standalone_receipts_JobId",
                table: "standalone_receipts",
                column: "JobId",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "standalone_receipts");

            migrationBuilder.DropColumn(
                name: "Criterion",
                table: "jobs");
        }
    }
}
