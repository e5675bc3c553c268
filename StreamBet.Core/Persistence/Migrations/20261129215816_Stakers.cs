using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StreamBet.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Stakers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Stakers",
                table: "markets",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.Sql(
                """
                UPDATE markets SET Stakers = (
                  SELECT COUNT(DISTINCT PersonId) FROM stakes
                  WHERE MarketId = markets.Id AND NOT IsWithdrawn AND PersonId <> 'house')
                """);

            migrationBuilder.CreateIndex(
                name: "IX_stakes_PersonId_MarketId",
                table: "stakes",
                columns: new[] { "PersonId", "MarketId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_stakes_PersonId_MarketId",
                table: "stakes");

            migrationBuilder.DropColumn(
                name: "Stakers",
                table: "markets");
        }
    }
}
