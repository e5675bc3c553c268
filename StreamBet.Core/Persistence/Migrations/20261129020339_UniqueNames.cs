using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StreamBet.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class UniqueNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "FoldedLook",
                table: "people",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WrittenLook",
                table: "people",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Name",
                table: "market_audit",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_FoldedLook",
                table: "people",
                column: "FoldedLook",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_WrittenLook",
                table: "people",
                column: "WrittenLook",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_people_FoldedLook",
                table: "people");

            migrationBuilder.DropIndex(
                name: "IX_people_WrittenLook",
                table: "people");

            migrationBuilder.DropColumn(
                name: "FoldedLook",
                table: "people");

            migrationBuilder.DropColumn(
                name: "WrittenLook",
                table: "people");

            migrationBuilder.DropColumn(
                name: "Name",
                table: "market_audit");
        }
    }
}
