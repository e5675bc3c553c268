using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StreamBet.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Review : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ChallengeWindow",
                table: "markets",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L); // Nobody was promised one.

            migrationBuilder.AddColumn<string>(
                name: "DecidedBy",
                table: "markets",
                type: "TEXT",
                maxLength: 8,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DueAt",
                table: "markets",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ModeratorIds",
                table: "markets",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<long>(
                name: "ObjectionWindow",
                table: "markets",
                type: "INTEGER",
                nullable: false,
                defaultValue: TimeSpan.TicksPerHour);

            migrationBuilder.AddColumn<long>(
                name: "PaysAt",
                table: "markets",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Review",
                table: "markets",
                type: "TEXT",
                nullable: true);

            // Open markets close at their time; locked ones are void a day after their lock.
            migrationBuilder.Sql(
                $"""
                UPDATE markets SET DueAt = CASE State
                  WHEN 'Open' THEN ClosesAt
                  WHEN 'Locked' THEN LockedAt + {TimeSpan.TicksPerDay}
                  WHEN 'Deciding' THEN LockedAt + {TimeSpan.TicksPerDay}
                  END
                """);

            migrationBuilder.CreateTable(
                name: "moderators",
                columns: table => new
                {
                    HostId = table.Column<string>(type: "TEXT", nullable: false),
                    PersonId = table.Column<string>(type: "TEXT", nullable: false),
                    NamedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_moderators", x => new { x.HostId, x.PersonId });
                });

            migrationBuilder.CreateIndex(
                name: "IX_markets_DueAt",
                table: "markets",
                column: "DueAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "moderators");

            migrationBuilder.DropIndex(
                name: "IX_markets_DueAt",
                table: "markets");

            migrationBuilder.DropColumn(
                name: "ChallengeWindow",
                table: "markets");

            migrationBuilder.DropColumn(
                name: "DecidedBy",
                table: "markets");

            migrationBuilder.DropColumn(
                name: "DueAt",
                table: "markets");

            migrationBuilder.DropColumn(
                name: "ModeratorIds",
                table: "markets");

            migrationBuilder.DropColumn(
                name: "ObjectionWindow",
                table: "markets");

            migrationBuilder.DropColumn(
                name: "PaysAt",
                table: "markets");

            migrationBuilder.DropColumn(
                name: "Review",
                table: "markets");
        }
    }
}
