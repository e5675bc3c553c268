using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StreamBet.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Unlisted : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsUnlisted",
                table: "markets",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "IsUnlisted",
                table: "markets");
        }
    }
}
