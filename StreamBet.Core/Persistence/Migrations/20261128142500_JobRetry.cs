using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StreamBet.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class JobRetry : Migration
    {
        // Version 0.1.0 stored only an error's code and decided from a list whether sending the clip again may help.
        // This is that list, plus the codes of missing or unusable models, which it omitted although those faults are
        // the server's.
        private const string PassingCodesOfFirstVersion =
            """
            'upload_incomplete', 'upload_stalled', 'upload_failed', 'storage_failed', 'clip_lost', 'analysis_error',
            'analysis_interrupted', 'decoder_stalled', 'model_failed', 'models_missing', 'models_unusable', 'ffmpeg_missing',
            'converter_missing', 'conversion_not_written', 'aws_unavailable', 'aws_busy', 'aws_access_denied',
            'aws_credentials_refused', 'aws_bucket_missing', 'aws_refused', 'rekognition_failed', 'rekognition_no_clip',
            'rekognition_too_slow'
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsErrorPassing",
                table: "jobs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.Sql(
                $"""
                UPDATE "jobs" SET "IsErrorPassing" = ("ErrorCode" IN ({PassingCodesOfFirstVersion}))
                WHERE "State" = 'Failed'
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "IsErrorPassing",
                table: "jobs");
        }
    }
}
