using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using StreamBet.Core.Access;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Web.Shared.Jobs;

/// <summary>What an upload ticket permits.</summary>
/// <param name="JobId">The job whose bytes may be sent.</param>
/// <param name="PersonId">Who may send them.</param>
/// <param name="Bytes">How many were offered.</param>
/// <param name="ExpiresAt">Until when the upload has to begin.</param>
internal sealed record UploadTicket(Guid JobId, string PersonId, long Bytes, DateTimeOffset ExpiresAt)
{
    /// <summary>The ticket as bytes.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes))
        {
            writer.Write(JobId.ToByteArray());
            writer.Write(PersonId);
            writer.Write(Bytes);
            writer.Write(ExpiresAt.UtcTicks);
        }

        return bytes.ToArray();
    }

    /// <summary>The ticket from its bytes, which must be what <see cref="ToBytes"/> gave.</summary>
    public static UploadTicket FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return new UploadTicket(
            new Guid(reader.ReadBytes(16)), reader.ReadString(), reader.ReadInt64(),
            new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero));
    }
}

/// <summary>Tickets for the bytes of offered clips: signed permissions for one job and one person, short-lived, and good once,
/// since a job takes its bytes once. A ticket carries all that is asked of it, so that no circuit is needed to use it. An offer
/// whose ticket nobody uses is given up, so that its markets open again whatever becomes of the page.</summary>
internal sealed partial class UploadTickets(
    IDataProtectionProvider protection, ClipIntake intake, TimeProvider time, ILogger<UploadTickets> logger)
{
    /// <summary>Where clips are sent to.</summary>
    public const string Path = "/uploads";

    /// <summary>How long a ticket waits for its upload to begin.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(2);

    /// <summary>Why an offer was given up whose bytes never began to come.</summary>
    public static readonly Refusal NeverCame = new(
        RefusalKind.Invalid, "upload_incomplete",
        "The browser did not start sending the clip. Check your connection and send it again.")
    { IsPassing = true };

    private static readonly Refusal Invalid = new(
        RefusalKind.NotFound, "upload_ticket_invalid",
        FormattableString.Invariant(
            $"This upload ticket has been used, or has expired after {Life.TotalMinutes:0} minutes. Drop the clip again."));

    private readonly IDataProtector _protector = protection.CreateProtector("StreamBet.UploadTicket");

    // The offers that still wait for their bytes in this process; when its time is up, each is given up.
    private readonly ConcurrentDictionary<Guid, ITimer> _waiting = new();

    /// <summary>Issues the ticket of an accepted offer.</summary>
    /// <returns>The address to send the bytes to.</returns>
    public string Issue(AnalysisJob job, long bytes)
    {
        var ticket = new UploadTicket(job.Id, job.OwnerId, bytes, time.GetUtcNow() + Life);
        var expiry = time.CreateTimer(
            _ => _ = AbandonAsync(job.Id, NeverCame), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _waiting[job.Id] = expiry;
        expiry.Change(Life, Timeout.InfiniteTimeSpan);
        return $"{Path}/{Base64Url.EncodeToString(_protector.Protect(ticket.ToBytes()))}";
    }

    /// <summary>Whether an offer still waits for its bytes.</summary>
    public bool IsWaiting(Guid jobId) => _waiting.ContainsKey(jobId);

    /// <summary>Uses a ticket.</summary>
    /// <exception cref="RefusedException">It is not valid, has expired or was used (404), or it is another person's
    /// (403).</exception>
    public async Task<UploadTicket> RedeemAsync(string token, Caller caller, CancellationToken cancellationToken)
    {
        var ticket = Open(token);
        if (!ClipAccess.MaySend(caller, ticket.PersonId))
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "upload_ticket_foreign",
                "This upload ticket belongs to somebody else. Drop the clip on your own page.");
        }

        if (ticket.ExpiresAt <= time.GetUtcNow() || !await intake.IsAwaitedAsync(ticket.JobId, cancellationToken))
            throw new RefusedException(Invalid);
        Forget(ticket.JobId);
        return ticket;
    }

    /// <summary>Gives up an offer that still waits for its bytes; nothing happens when they have begun to come.</summary>
    public async Task AbandonAsync(Guid jobId, Refusal why)
    {
        if (!Forget(jobId))
            return;
        try
        {
            await intake.AbandonAsync(jobId, why);
        }
        catch (Exception exception)
        {
            LogNotAbandoned(exception, jobId);
        }
    }

    /// <summary>No longer waits for the bytes of an offer.</summary>
    /// <returns>Whether it was waited for.</returns>
    public bool Forget(Guid jobId)
    {
        if (!_waiting.TryRemove(jobId, out var expiry))
            return false;
        expiry.Dispose();
        return true;
    }

    private UploadTicket Open(string token)
    {
        try
        {
            return UploadTicket.FromBytes(_protector.Unprotect(Base64Url.DecodeFromChars(token)));
        }
        catch (Exception wrong) when (wrong is CryptographicException or FormatException)
        {
            throw new RefusedException(Invalid);
        }
    }

    [LoggerMessage(330, LogLevel.Error, "Job {JobId} could not be given up; it is ended at the next start.")]
    private partial void LogNotAbandoned(Exception exception, Guid jobId);
}
