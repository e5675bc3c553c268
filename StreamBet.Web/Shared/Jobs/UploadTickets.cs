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
/// <param name="Bytes">The number of bytes offered.</param>
/// <param name="ExpiresAt">The latest time for the upload to begin.</param>
internal sealed record UploadTicket(Guid JobId, string PersonId, long Bytes, DateTimeOffset ExpiresAt)
{
    /// <summary>Serializes the ticket.</summary>
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

    /// <summary>Reads a ticket that <see cref="ToBytes"/> serialized.</summary>
    public static UploadTicket FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return new UploadTicket(
            new Guid(reader.ReadBytes(16)), reader.ReadString(), reader.ReadInt64(),
            new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero));
    }
}

/// <summary>Tickets for the bytes of offered clips: signed, short-lived permissions for one job and one person. A
/// ticket works once, since a job takes its bytes once. It contains everything needed to use it, so it needs no
/// circuit. If nobody uses a ticket, its offer is given up, so that the markets open again even if the page is
/// gone.</summary>
internal sealed partial class UploadTickets(
    IDataProtectionProvider protection, ClipIntake intake, TimeProvider time, ILogger<UploadTickets> logger)
{
    /// <summary>The path to which clips are sent.</summary>
    public const string Path = "/uploads";

    /// <summary>How long a ticket waits for its upload to begin.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(2);

    /// <summary>The refusal for an offer whose upload never began.</summary>
    public static readonly Refusal NeverCame = new(
        RefusalKind.Invalid, "upload_incomplete",
        "The browser did not start sending the clip. Check your connection and send it again.")
    { IsPassing = true };

    private static readonly Refusal Invalid = new(
        RefusalKind.NotFound, "upload_ticket_invalid",
        FormattableString.Invariant(
            $"This upload ticket has been used, or has expired after {Life.TotalMinutes:0} minutes. Drop the clip again."));

    private readonly IDataProtector _protector = protection.CreateProtector("StreamBet.UploadTicket");

    // The offers of this process that still wait for their bytes, each with the timer that gives it up.
    private readonly ConcurrentDictionary<Guid, ITimer> _waiting = new();

    /// <summary>Issues the ticket for an accepted offer.</summary>
    /// <returns>The address to which the bytes must be sent.</returns>
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
    /// <exception cref="RefusedException">It is invalid, expired or used (404), or belongs to another person
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

    /// <summary>Gives up an offer that still waits for its bytes; does nothing once they have begun to
    /// arrive.</summary>
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

    /// <summary>Stops waiting for the bytes of an offer.</summary>
    /// <returns>Whether it was waiting.</returns>
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
