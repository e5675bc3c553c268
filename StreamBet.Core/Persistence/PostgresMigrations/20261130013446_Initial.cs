using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace StreamBet.Core.Persistence.PostgresMigrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    unit = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    isissuance = table.Column<bool>(type: "boolean", nullable: false),
                    balance = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accounts", x => x.id);
                    table.CheckConstraint("not_negative", "Balance >= 0 OR IsIssuance");
                });

            migrationBuilder.CreateTable(
                name: "analyses",
                columns: table => new
                {
                    jobid = table.Column<Guid>(type: "uuid", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_analyses", x => x.jobid);
                });

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    role = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    madeat = table.Column<long>(type: "bigint", nullable: false),
                    usedat = table.Column<long>(type: "bigint", nullable: true),
                    revokedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "clip_copies",
                columns: table => new
                {
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    bucket = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    jobid = table.Column<Guid>(type: "uuid", nullable: false),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    iscomplete = table.Column<bool>(type: "boolean", nullable: false),
                    convertedsha256 = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    damagedpictures = table.Column<int>(type: "integer", nullable: false),
                    leftat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_clip_copies", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "fingerprints",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    jobid = table.Column<Guid>(type: "uuid", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fingerprints", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "grants",
                columns: table => new
                {
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    address = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    day = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_grants", x => x.personid);
                });

            migrationBuilder.CreateTable(
                name: "jobs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    ownerid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    filename = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    marketids = table.Column<string>(type: "text", nullable: false),
                    sharesframes = table.Column<bool>(type: "boolean", nullable: false),
                    readstext = table.Column<bool>(type: "boolean", nullable: false),
                    pictures = table.Column<string>(type: "text", nullable: false),
                    criterion = table.Column<string>(type: "text", nullable: true),
                    forgottenat = table.Column<long>(type: "bigint", nullable: true),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    uploadedat = table.Column<long>(type: "bigint", nullable: true),
                    startedat = table.Column<long>(type: "bigint", nullable: true),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    sha256 = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    bytes = table.Column<long>(type: "bigint", nullable: true),
                    video = table.Column<string>(type: "text", nullable: true),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    starts = table.Column<int>(type: "integer", nullable: false),
                    providerjobid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    errorcode = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    error = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    iserrorpassing = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_jobs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "kept_answers",
                columns: table => new
                {
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    location = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    keptat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kept_answers", x => new { x.personid, x.key });
                });

            migrationBuilder.CreateTable(
                name: "ledger_transactions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    idempotencykey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_transactions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "markets",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    @event = table.Column<string>(name: "event", type: "text", nullable: false, collation: "C"),
                    criterion = table.Column<string>(type: "text", nullable: false),
                    hostid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ispractice = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    stakers = table.Column<int>(type: "integer", nullable: false),
                    openedat = table.Column<long>(type: "bigint", nullable: false),
                    closesat = table.Column<long>(type: "bigint", nullable: false),
                    hiddenfor = table.Column<long>(type: "bigint", nullable: false),
                    lockedat = table.Column<long>(type: "bigint", nullable: true),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    jobid = table.Column<Guid>(type: "uuid", nullable: true),
                    clipsha256 = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    iscliphere = table.Column<bool>(type: "boolean", nullable: false),
                    verdict = table.Column<string>(type: "text", nullable: true),
                    challengewindow = table.Column<long>(type: "bigint", nullable: false),
                    objectionwindow = table.Column<long>(type: "bigint", nullable: false),
                    moderatorids = table.Column<string>(type: "text", nullable: false),
                    paysat = table.Column<long>(type: "bigint", nullable: true),
                    review = table.Column<string>(type: "text", nullable: true),
                    decidedby = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: true),
                    dueat = table.Column<long>(type: "bigint", nullable: true),
                    rule = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    isfrozen = table.Column<bool>(type: "boolean", nullable: false),
                    isunlisted = table.Column<bool>(type: "boolean", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: false),
                    locksat = table.Column<long>(type: "bigint", nullable: true),
                    pool_no = table.Column<long>(type: "bigint", nullable: false),
                    pool_yes = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_markets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "moderators",
                columns: table => new
                {
                    hostid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    namedat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_moderators", x => new { x.hostid, x.personid });
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    writtenlook = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    foldedlook = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    sessionsfrom = table.Column<long>(type: "bigint", nullable: true),
                    closedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pictures",
                columns: table => new
                {
                    sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ownerid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    addedat = table.Column<long>(type: "bigint", nullable: false),
                    width = table.Column<int>(type: "integer", nullable: false),
                    height = table.Column<int>(type: "integer", nullable: false),
                    canbedisproved = table.Column<bool>(type: "boolean", nullable: false),
                    png = table.Column<byte[]>(type: "bytea", nullable: false),
                    isnamed = table.Column<bool>(type: "boolean", nullable: false),
                    removedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pictures", x => new { x.sha256, x.ownerid });
                });

            migrationBuilder.CreateTable(
                name: "receipts",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    marketid = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    document = table.Column<byte[]>(type: "bytea", nullable: false),
                    seed = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_receipts", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    role = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    madeat = table.Column<long>(type: "bigint", nullable: false),
                    seenat = table.Column<long>(type: "bigint", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    browser = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    revokedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "standalone_receipts",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    jobid = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    document = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_standalone_receipts", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "transfer_codes",
                columns: table => new
                {
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    expiresat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_transfer_codes", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "webhooks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    ownerid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    url = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    isforall = table.Column<bool>(type: "boolean", nullable: false),
                    events = table.Column<string>(type: "text", nullable: false),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    succeededat = table.Column<long>(type: "bigint", nullable: true),
                    failingsince = table.Column<long>(type: "bigint", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    restsuntil = table.Column<long>(type: "bigint", nullable: true),
                    stoppedat = table.Column<long>(type: "bigint", nullable: true),
                    whystopped = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhooks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    transactionid = table.Column<long>(type: "bigint", nullable: false),
                    accountid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    amount = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_entries", x => x.id);
                    table.ForeignKey(
                        name: "FK_ledger_entries_accounts_accountid",
                        column: x => x.accountid,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_ledger_entries_ledger_transactions_transactionid",
                        column: x => x.transactionid,
                        principalTable: "ledger_transactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "market_audit",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    who = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    from = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    to = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    why = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    marketid = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_market_audit", x => x.id);
                    table.ForeignKey(
                        name: "FK_market_audit_markets_marketid",
                        column: x => x.marketid,
                        principalTable: "markets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "stakes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    marketid = table.Column<long>(type: "bigint", nullable: false),
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    side = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    placedat = table.Column<long>(type: "bigint", nullable: false),
                    returned = table.Column<long>(type: "bigint", nullable: true),
                    iswithdrawn = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stakes", x => x.id);
                    table.CheckConstraint("amount_positive", "Amount > 0");
                    table.ForeignKey(
                        name: "FK_stakes_markets_marketid",
                        column: x => x.marketid,
                        principalTable: "markets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "webhook_deliveries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    webhookid = table.Column<Guid>(type: "uuid", nullable: false),
                    messageid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    dueat = table.Column<long>(type: "bigint", nullable: true),
                    failedat = table.Column<long>(type: "bigint", nullable: true),
                    sentat = table.Column<long>(type: "bigint", nullable: true),
                    status = table.Column<int>(type: "integer", nullable: true),
                    fault = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_deliveries", x => x.id);
                    table.ForeignKey(
                        name: "FK_webhook_deliveries_webhooks_webhookid",
                        column: x => x.webhookid,
                        principalTable: "webhooks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_api_keys_personid",
                table: "api_keys",
                column: "personid");

            migrationBuilder.CreateIndex(
                name: "IX_fingerprints_jobid",
                table: "fingerprints",
                column: "jobid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_grants_address_day",
                table: "grants",
                columns: new[] { "address", "day" });

            migrationBuilder.CreateIndex(
                name: "IX_jobs_ownerid_createdat",
                table: "jobs",
                columns: new[] { "ownerid", "createdat" });

            migrationBuilder.CreateIndex(
                name: "IX_jobs_sha256",
                table: "jobs",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "IX_jobs_state",
                table: "jobs",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "IX_kept_answers_keptat",
                table: "kept_answers",
                column: "keptat");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_entries_transactionid",
                table: "ledger_entries",
                column: "transactionid");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transactions_idempotencykey",
                table: "ledger_transactions",
                column: "idempotencykey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_market_audit_marketid",
                table: "market_audit",
                column: "marketid");

            migrationBuilder.CreateIndex(
                name: "IX_markets_dueat",
                table: "markets",
                column: "dueat");

            migrationBuilder.CreateIndex(
                name: "IX_markets_hostid",
                table: "markets",
                column: "hostid");

            migrationBuilder.CreateIndex(
                name: "IX_markets_ispractice_endedat",
                table: "markets",
                columns: new[] { "ispractice", "endedat" });

            migrationBuilder.CreateIndex(
                name: "IX_markets_jobid",
                table: "markets",
                column: "jobid");

            migrationBuilder.CreateIndex(
                name: "IX_markets_state",
                table: "markets",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "IX_people_foldedlook",
                table: "people",
                column: "foldedlook",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_writtenlook",
                table: "people",
                column: "writtenlook",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_pictures_ownerid_addedat",
                table: "pictures",
                columns: new[] { "ownerid", "addedat" });

            migrationBuilder.CreateIndex(
                name: "IX_receipts_hash",
                table: "receipts",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_receipts_marketid",
                table: "receipts",
                column: "marketid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sessions_personid",
                table: "sessions",
                column: "personid");

            migrationBuilder.CreateIndex(
                name: "IX_stakes_marketid",
                table: "stakes",
                column: "marketid");

            migrationBuilder.CreateIndex(
                name: "IX_stakes_personid",
                table: "stakes",
                column: "personid");

            migrationBuilder.CreateIndex(
                name: "IX_stakes_personid_marketid",
                table: "stakes",
                columns: new[] { "personid", "marketid" });

            migrationBuilder.CreateIndex(
                name: "IX_standalone_receipts_hash",
                table: "standalone_receipts",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_standalone_receipts_jobid",
                table: "standalone_receipts",
                column: "jobid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_transfer_codes_personid",
                table: "transfer_codes",
                column: "personid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_webhook_deliveries_webhookid_dueat",
                table: "webhook_deliveries",
                columns: new[] { "webhookid", "dueat" });

            migrationBuilder.CreateIndex(
                name: "IX_webhooks_ownerid",
                table: "webhooks",
                column: "ownerid");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "analyses");

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "clip_copies");

            migrationBuilder.DropTable(
                name: "fingerprints");

            migrationBuilder.DropTable(
                name: "grants");

            migrationBuilder.DropTable(
                name: "jobs");

            migrationBuilder.DropTable(
                name: "kept_answers");

            migrationBuilder.DropTable(
                name: "ledger_entries");

            migrationBuilder.DropTable(
                name: "market_audit");

            migrationBuilder.DropTable(
                name: "moderators");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "pictures");

            migrationBuilder.DropTable(
                name: "receipts");

            migrationBuilder.DropTable(
                name: "sessions");

            migrationBuilder.DropTable(
                name: "stakes");

            migrationBuilder.DropTable(
                name: "standalone_receipts");

            migrationBuilder.DropTable(
                name: "transfer_codes");

            migrationBuilder.DropTable(
                name: "webhook_deliveries");

            migrationBuilder.DropTable(
                name: "accounts");

            migrationBuilder.DropTable(
                name: "ledger_transactions");

            migrationBuilder.DropTable(
                name: "markets");

            migrationBuilder.DropTable(
                name: "webhooks");
        }
    }
}
