using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;

namespace StreamBet.Core.Persistence;

/// <summary>The database on PostgreSQL, which has migrations of its own.</summary>
public sealed class PostgresDb(DbContextOptions options) : StreamBetDb(options)
{
    // In percent, of the pages of a table when rows are added.
    private const int HalfFull = 50;

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // Compares and sorts by code unit, as SQLite does and as the program does.
        configurationBuilder.Properties<string>().UseCollation("C");
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // PostgreSQL reads names without quotes as lower case, so that the statements written for SQLite fit.
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
            Lower(entity);

        // A payout gives each stake and each balance another figure. Where a page has room for the new row, no index is written.
        modelBuilder.Entity<Stake>().HasStorageParameter("fillfactor", HalfFull);
        modelBuilder.Entity<LedgerAccount>().HasStorageParameter("fillfactor", HalfFull);
    }

    private static void Lower(IMutableTypeBase type, string before = "")
    {
        foreach (var property in type.GetDeclaredProperties())
            property.SetColumnName(before + property.GetColumnName().ToLowerInvariant());
        foreach (var part in type.GetDeclaredComplexProperties())
            Lower(part.ComplexType, $"{before}{part.Name.ToLowerInvariant()}_");
    }

    // Lets the EF tool create migrations without a server.
    private sealed class DesignTimeFactory : IDesignTimeDbContextFactory<PostgresDb>
    {
        public PostgresDb CreateDbContext(string[] args)
        {
            var options = new DbContextOptionsBuilder<StreamBetDb>();
            new PostgresEngine("Host=localhost").Configure(options);
            return new PostgresDb(options.Options);
        }
    }
}
