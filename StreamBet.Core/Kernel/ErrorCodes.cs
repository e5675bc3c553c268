namespace StreamBet.Core.Kernel;

/// <summary>The stable error codes by which programs tell errors apart. Provider-specific codes are in their own
/// folder. Tests compare the list with the code, the API's answers and the table in docs/api.md.</summary>
public static class ErrorCodes
{
    /// <summary>The codes by kind of refusal. A code has several kinds if the same fault can end both an upload and an
    /// analysis.</summary>
    public static readonly IReadOnlyDictionary<RefusalKind, IReadOnlyList<string>> ByKind =
        new Dictionary<RefusalKind, IReadOnlyList<string>>
        {
            [RefusalKind.Invalid] =
            [
                "clip_damaged", "clip_too_long", "codec_not_supported", "empty_file", "field_after_file",
                "frame_rate_too_high", "invalid_bet_ids", "invalid_criterion", "invalid_form", "invalid_read_text", "invalid_request", "invalid_share_frames",
                "no_file", "no_file_name", "no_video", "one_picture", "picture_too_large", "picture_too_small", "too_many_pixels",
                "unknown_field", "upload_incomplete", "upload_stalled", "upload_too_slow",
            ],
            [RefusalKind.Unknown] =
            [
                "not_signed_in",
            ],
            [RefusalKind.Forbidden] =
            [
                "forbidden", "foreign_origin", "key_role", "may_not_rule", "not_by_key", "not_closable", "not_host", "not_transferable",
                "nothing_to_lose", "only_operator",
                "operator_link_used", "own_market", "upload_ticket_foreign",
            ],
            [RefusalKind.NotFound] =
            [
                "analysis_not_found", "frame_not_found", "job_not_found", "key_not_found", "market_not_found", "not_found",
                "person_not_found", "picture_not_found", "receipt_not_found", "session_not_found", "stake_not_found",
                "transfer_code_invalid", "upload_ticket_invalid", "verdict_not_found", "webhook_not_found",
            ],
            [RefusalKind.Conflict] =
            [
                "account_left_behind", "clip_is_here", "clip_known", "criterion_frozen", "file_changed", "frames_needed", "idempotency_key_under_way", "insufficient_credits", "job_cancelled",
                "job_not_bound", "job_not_cancellable", "job_not_ended", "job_running", "market_bound", "market_changed",
                "market_closing", "market_decided", "market_ended", "market_not_open", "moderator_has_stake",
                "moderator_named", "name_taken", "not_commentable", "not_proposable", "not_rulable", "nothing_to_object", "objected_before",
                "objection_too_late", "objections_full", "other_clip", "pool_full", "too_many_keys", "too_many_moderators",
                "too_many_webhooks", "transfer_same_account", "upload_cancelled", "upload_over", "upload_under_way",
                "webhook_stopped",
            ],
            [RefusalKind.TooLarge] =
            [
                "file_too_large", "payload_too_large",
            ],
            [RefusalKind.Unsupported] =
            [
                "not_multipart", "unsupported_charset", "unsupported_container", "unsupported_media_type",
                "unsupported_type",
            ],
            [RefusalKind.Unprocessable] =
            [
                "amount", "analysis", "bet_id", "challenge_window", "clip_sha256", "closing_time", "event", "hidden_time",
                "idempotency_key", "idempotency_key_reused", "job_or_analysis", "key_name",
                "label_not_validated", "label_outside_vocabulary", "labels", "moderator", "name", "objection_window",
                "outcome", "picture", "picture_invalid", "picture_not_findable", "picture_not_found", "picture_removed", "picture_unclear", "reason", "role", "second", "seconds", "side", "status", "text", "text_not_readable", "threshold", "times", "too_many_markets",
                "webhook_events", "webhook_url", "window",
            ],
            [RefusalKind.TooMany] =
            [
                "export_busy", "grants_used_up", "queue_full", "rate_limited", "too_many_codes", "too_many_jobs", "too_many_open_markets", "too_many_pictures",
                "too_many_uploads", "webhook_tested", "webhooks_full",
            ],
            [RefusalKind.Failed] =
            [
                "analysis_error", "analysis_interrupted", "clip_lost", "conversion_failed", "conversion_not_written",
                "conversion_too_large", "converter_missing", "decoder_stalled", "ffmpeg_missing", "model_failed",
                "models_missing", "models_unusable", "picture_not_decoded", "processing_error",
            ],
            [RefusalKind.Unavailable] =
            [
                "analyzer_not_ready", "ffmpeg_missing", "not_ready", "picture_not_decoded", "pictures_busy", "sample_failed", "storage_failed", "upload_failed",
            ],
        };

    /// <summary>The codes of answers that the framework makes.</summary>
    public static readonly IReadOnlyList<string> OfFramework = ["method_not_allowed", "not_found", "payload_too_large", "unsupported_media_type"];

    /// <summary>The codes that only pages see.</summary>
    public static readonly IReadOnlyList<string> OfPages = ["key", "search", "session_ended"];
}
