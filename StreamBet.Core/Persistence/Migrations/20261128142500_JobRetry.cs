using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StreamBet.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class JobRetry : Migration
    {
        // Version 0.1.0 kept only the code of an error and read from this list whether sending the clip again makes sense. The
        // vision models were not in it, although their faults lie with the server.
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
