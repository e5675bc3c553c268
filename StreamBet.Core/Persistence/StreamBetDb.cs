using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using StreamBet.Core.Aws.Storage;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Findings;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.People;
using StreamBet.Core.Persistence.Documents;
using StreamBet.Core.Rule;
using StreamBet.Core.Webhooks;

namespace StreamBet.Core.Persistence;

/// <summary>The database; this class itself is the one on SQLite.</summary>
public class StreamBetDb(DbContextOptions options) : DbContext(options)
{
    internal DbSet<Person> People => Set<Person>();

    internal DbSet<Grant> Grants => Set<Grant>();

    internal DbSet<Market> Markets => Set<Market>();

    internal DbSet<AuditEntry> Audit => Set<AuditEntry>();

    internal DbSet<Stake> Stakes => Set<Stake>();

    internal DbSet<Moderator> Moderators => Set<Moderator>();

    internal DbSet<LedgerAccount> Accounts => Set<LedgerAccount>();

    internal DbSet<LedgerTransaction> LedgerTransactions => Set<LedgerTransaction>();

    internal DbSet<AnalysisJob> Jobs => Set<AnalysisJob>();

    internal DbSet<StoredReceipt> Receipts => Set<StoredReceipt>();

    internal DbSet<StoredAnalysis> Analyses => Set<StoredAnalysis>();

    internal DbSet<StoredFingerprint> Fingerprints => Set<StoredFingerprint>();

    internal DbSet<ReferencePicture> Pictures => Set<ReferencePicture>();

    internal DbSet<ClipCopy> Copies => Set<ClipCopy>();

    internal DbSet<Webhook> Webhooks => Set<Webhook>();

    internal DbSet<WebhookDelivery> Deliveries => Set<WebhookDelivery>();

    /// <summary>The saved changes that viewers would see; null if there are none.</summary>
    internal MarketChange? Change { get; private set; }

    /// <summary>The saved changes of markets' states, in their order.</summary>
    internal List<(Market Market, AuditEntry Entry)> StateChanges { get; } = [];

    /// <summary>Records that a person's stakes or name changed.</summary>
    internal void Touch(string personId) => (Change ??= new MarketChange()).Add(personId);

    /// <summary>Records that the stakes of too many people to name changed.</summary>
    internal void TouchEveryone() => (Change ??= new MarketChange()).AddEveryone();

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var person in ChangeTracker.Entries<Person>().Where(IsSaved))
            Touch(person.Entity.Id);
        foreach (var market in ChangeTracker.Entries<Market>().Where(IsSaved))
            (Change ??= new MarketChange()).Add(market.Entity.Id);
        await NameHistoryAsync(cancellationToken);
        NoteStateChanges();
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    // What a person does stays under the name that they had then.
    private async Task NameHistoryAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in ChangeTracker.Entries<AuditEntry>().Where(entry => entry.State == EntityState.Added).ToList())
            entry.Entity.Name ??= (await People.FindAsync([entry.Entity.Who], cancellationToken))?.Name ?? Names.FirstOf(entry.Entity.Who);
    }

    private void NoteStateChanges()
    {
        foreach (var market in ChangeTracker.Entries<Market>().Select(entry => entry.Entity).ToList())
        {
            foreach (var entry in market.Audit.Where(entry => Entry(entry).State == EntityState.Added))
                StateChanges.Add((market, entry));
        }
    }

    private static bool IsSaved(EntityEntry entry) => entry.State is EntityState.Added or EntityState.Modified;

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Indexes slow down every stake and large settlements, so each one is declared explicitly where needed.
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();

        // SQLite has no type for these; ticks compare and sort correctly, to the last digit.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        configurationBuilder.Properties<TimeSpan>().HaveConversion<long>();

        // Names survive reordering of the members and are readable in the database.
        configurationBuilder.Properties<MarketState>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<JobState>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<Outcome>().HaveConversion<string>().HaveMaxLength(3);
        configurationBuilder.Properties<Currency>().HaveConversion<string>().HaveMaxLength(8);
        configurationBuilder.Properties<DecidedBy>().HaveConversion<string>().HaveMaxLength(8);

        configurationBuilder.Properties<Criterion>().HaveConversion<StoredCriterion>();
        configurationBuilder.Properties<Verdict>().HaveConversion<StoredVerdict>();
        configurationBuilder.Properties<Review>().HaveConversion<StoredReview>();
        configurationBuilder.Properties<VideoMetadata>().HaveConversion<StoredClipFacts>();
        configurationBuilder.Properties<IReadOnlyList<Evidence>>()
            .HaveConversion<StoredEvidence, SameEvidence>();
        configurationBuilder.Properties<IReadOnlyList<long>>()
            .HaveConversion<StoredNumbers, SameNumbers>();
        configurationBuilder.Properties<IReadOnlyList<string>>()
            .HaveConversion<StoredTexts, SameTexts>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Person>(person =>
        {
            person.ToTable("people");
            person.HasIndex(entity => entity.WrittenLook).IsUnique();
            person.HasIndex(entity => entity.FoldedLook).IsUnique();
        });
        modelBuilder.Entity<Grant>(grant =>
        {
            grant.ToTable("grants").HasKey(entity => entity.PersonId);
            grant.HasIndex(entity => new { entity.Address, entity.Day });
        });
        modelBuilder.ConfigureSessions();
        modelBuilder.ConfigureAnswers();
        modelBuilder.ConfigureStandaloneReceipts();
        ConfigureMarkets(modelBuilder);
        ConfigureModerators(modelBuilder);
        ConfigureLedger(modelBuilder);
        ConfigureWebhooks(modelBuilder);
        modelBuilder.Entity<AnalysisJob>(job =>
        {
            job.ToTable("jobs").Property(entity => entity.Id).ValueGeneratedNever();
            job.HasIndex(entity => entity.State);
            job.HasIndex(entity => entity.Sha256);
            job.HasIndex(entity => new { entity.OwnerId, entity.CreatedAt });
        });
        modelBuilder.Entity<StoredAnalysis>().ToTable("analyses").HasKey(entity => entity.JobId);
        modelBuilder.Entity<StoredFingerprint>(fingerprint =>
        {
            fingerprint.ToTable("fingerprints").HasKey(entity => entity.Number);
            fingerprint.HasIndex(entity => entity.JobId).IsUnique();
        });
        modelBuilder.Entity<ReferencePicture>(picture =>
        {
            picture.ToTable("pictures").HasKey(entity => new { entity.Sha256, entity.OwnerId });
            picture.HasIndex(entity => new { entity.OwnerId, entity.AddedAt });
        });
        modelBuilder.Entity<ClipCopy>().ToTable("clip_copies").HasKey(entity => entity.Key);
        modelBuilder.Entity<StoredReceipt>(receipt =>
        {
            receipt.ToTable("receipts").HasKey(entity => entity.Sequence);
            receipt.Property(entity => entity.Sequence).ValueGeneratedNever();
            receipt.HasIndex(entity => entity.MarketId).IsUnique();
            receipt.HasIndex(entity => entity.Hash).IsUnique();
        });
    }

    private void ConfigureMarkets(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Market>(market =>
        {
            market.ToTable("markets");
            market.ComplexProperty(entity => entity.Pool);
            market.Property<DateTimeOffset?>("LocksAt");
            market.HasMany(entity => entity.Audit).WithOne().HasForeignKey("MarketId").IsRequired();
            market.Navigation(entity => entity.Audit).UsePropertyAccessMode(PropertyAccessMode.Field);
            market.HasIndex(entity => entity.State);
            market.HasIndex(entity => entity.HostId);
            market.HasIndex(entity => entity.JobId);
            market.HasIndex(entity => entity.DueAt);
            market.HasIndex(entity => new { entity.IsPractice, entity.EndedAt });
        });
        modelBuilder.Entity<AuditEntry>().ToTable("market_audit").HasIndex("MarketId");
        modelBuilder.Entity<Stake>(stake =>
        {
            stake.ToTable("stakes", table => table.HasCheckConstraint("amount_positive", Named("\"Amount\" > 0")));
            stake.HasOne<Market>().WithMany().HasForeignKey(entity => entity.MarketId);
            stake.HasIndex(entity => entity.MarketId);
            stake.HasIndex(entity => entity.PersonId);
            stake.HasIndex(entity => new { entity.PersonId, entity.MarketId });
        });
    }

    // SQL as the database's own names want it; the text of old migrations of SQLite must not change.
    private string Named(string sql) => Database.IsNpgsql() ? sql.Replace("\"", "", StringComparison.Ordinal) : sql;

    private static void ConfigureModerators(ModelBuilder modelBuilder) => modelBuilder.Entity<Moderator>(moderator =>
        moderator.ToTable("moderators").HasKey(entity => new { entity.HostId, entity.PersonId }));

    private static void ConfigureWebhooks(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Webhook>(hook =>
        {
            hook.ToTable("webhooks").Property(entity => entity.Id).ValueGeneratedNever();
            hook.HasIndex(entity => entity.OwnerId);
        });
        modelBuilder.Entity<WebhookDelivery>(delivery =>
        {
            delivery.ToTable("webhook_deliveries").Property(entity => entity.State).HasConversion<string>().HasMaxLength(16);
            delivery.HasOne<Webhook>().WithMany().HasForeignKey(entity => entity.WebhookId);
            delivery.HasIndex(entity => new { entity.WebhookId, entity.DueAt });
        });
    }

    private void ConfigureLedger(ModelBuilder modelBuilder)
    {
        // Without a rowid: accounts are looked up only by id, and a settlement updates them in id order.
        modelBuilder.Entity<LedgerAccount>(account =>
        {
            account.ToTable(
                "accounts", table => table.HasCheckConstraint("not_negative", Named("\"Balance\" >= 0 OR \"IsIssuance\"")));
            account.Property(entity => entity.Currency).HasColumnName("Unit");
        });
        modelBuilder.Entity<LedgerTransaction>(transaction =>
        {
            transaction.ToTable("ledger_transactions").HasIndex(entity => entity.IdempotencyKey).IsUnique();
            transaction.HasMany(entity => entity.Entries).WithOne().HasForeignKey(entry => entry.TransactionId);
        });
        modelBuilder.Entity<LedgerEntry>(entry =>
        {
            entry.ToTable("ledger_entries");
            entry.Property(entity => entity.AccountId);
            entry.Property(entity => entity.Amount);
            entry.Ignore(entity => entity.Address);
            entry.HasIndex(entity => entity.TransactionId);
            entry.HasOne<LedgerAccount>().WithMany().HasForeignKey(entity => entity.AccountId);
        });
    }

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    // Values that are written whole; queries never use their parts.
    private sealed class StoredCriterion() : ValueConverter<Criterion, string>(
        criterion => CriterionDocument.Write(criterion), text => CriterionDocument.Read(text));

    private sealed class StoredVerdict() : ValueConverter<Verdict, string>(
        verdict => VerdictDocument.Write(verdict), text => VerdictDocument.Read(text));

    private sealed class StoredClipFacts() : ValueConverter<VideoMetadata, string>(
        video => ClipFactsDocument.Write(video), text => ClipFactsDocument.Read(text));

    private sealed class StoredReview() : ValueConverter<Review, string>(
        review => ReviewDocument.Write(review), text => ReviewDocument.Read(text));

    private sealed class StoredEvidence() : ValueConverter<IReadOnlyList<Evidence>, string>(
        evidence => EvidenceDocument.Write(evidence), text => EvidenceDocument.Read(text));

    private sealed class StoredNumbers() : ValueConverter<IReadOnlyList<long>, string>(
        numbers => JsonSerializer.Serialize(numbers, JsonSerializerOptions.Default),
        text => JsonSerializer.Deserialize<IReadOnlyList<long>>(text, JsonSerializerOptions.Default)!);

    private sealed class StoredTexts() : ValueConverter<IReadOnlyList<string>, string>(
        texts => JsonSerializer.Serialize(texts, JsonSerializerOptions.Default),
        text => JsonSerializer.Deserialize<IReadOnlyList<string>>(text, JsonSerializerOptions.Default)!);

    private sealed class SameTexts() : ValueComparer<IReadOnlyList<string>>(
        (one, other) => one!.SequenceEqual(other!), texts => texts.Count, texts => texts);

    private sealed class SameEvidence() : ValueComparer<IReadOnlyList<Evidence>>(
        (one, other) => ReferenceEquals(one, other), evidence => evidence.Count, evidence => evidence);

    private sealed class SameNumbers() : ValueComparer<IReadOnlyList<long>>(
        (one, other) => one!.SequenceEqual(other!), numbers => numbers.Count, numbers => numbers);
}
