using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Web.Features.Clips;
using StreamBet.Web.Shared.State;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Web.Shared.Jobs;

/// <summary>The right to send the bytes of one accepted offer, once, within two minutes.</summary>
/// <param name="Token">The secret in its address.</param>
/// <param name="Job">The accepted offer.</param>
/// <param name="File">The file that was offered.</param>
/// <param name="Owner">The state of the circuit that issued it, which receives the bytes.</param>
internal sealed record UploadTicket(string Token, AnalysisJob Job, ClipFile File, DashboardState Owner)
{
    /// <summary>Where the bytes go.</summary>
    public string Address => $"{UploadEndpoint.Path}/{Token}";
}

/// <summary>Finds by its ticket the circuit that an upload belongs to. An offer whose ticket nobody uses is given up, so that
/// its markets open again whatever becomes of the page.</summary>
internal sealed partial class UploadTickets(ClipIntake intake, TimeProvider time, ILogger<UploadTickets> logger)
{
    /// <summary>How long a ticket waits for its upload to begin.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(2);

    /// <summary>Why an offer was given up whose bytes never began to come.</summary>
    public static readonly Refusal NeverCame = new(
        RefusalKind.Invalid, "upload_incomplete",
        "The browser did not begin to send the clip. Check the connection and send it again.");

    private static readonly Refusal Invalid = new(
        RefusalKind.NotFound, "upload_ticket_invalid",
        FormattableString.Invariant(
            $"This upload ticket was used already, or not within {Life.TotalMinutes:0} minutes. Drop the clip on the page again."));

    private readonly ConcurrentDictionary<string, (UploadTicket Ticket, ITimer Expiry)> _tickets = new(StringComparer.Ordinal);

    /// <summary>Issues a ticket.</summary>
    public UploadTicket Issue(AnalysisJob job, ClipFile file, DashboardState owner)
    {
        var ticket = new UploadTicket(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)), job, file, owner);
        var expiry = time.CreateTimer(
            _ => _ = AbandonAsync(ticket, NeverCame), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _tickets[ticket.Token] = (ticket, expiry);
        expiry.Change(Life, Timeout.InfiniteTimeSpan);
        return ticket;
    }

    /// <summary>Whether nobody has used a ticket or taken it back.</summary>
    public bool IsWaiting(UploadTicket ticket) => _tickets.ContainsKey(ticket.Token);

    /// <summary>Uses a ticket, which is none afterwards.</summary>
    /// <exception cref="RefusedException">It is none any more (404), or another person's (403).</exception>
    public UploadTicket Redeem(string token, Caller caller)
    {
        if (!_tickets.TryGetValue(token, out var entry))
            throw new RefusedException(Invalid);
        if (entry.Ticket.Job.OwnerId != caller.Id)
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "upload_ticket_foreign",
                "This upload ticket was given to somebody else. Drop the clip on your own page.");
        }

        return Revoke(entry.Ticket) ? entry.Ticket : throw new RefusedException(Invalid);
    }

    /// <summary>Takes a ticket back.</summary>
    /// <returns>Whether nobody had used it.</returns>
    public bool Revoke(UploadTicket ticket)
    {
        if (!_tickets.TryRemove(ticket.Token, out var entry))
            return false;
        entry.Expiry.Dispose();
        return true;
    }

    /// <summary>Takes a ticket back and gives its offer up; nothing happens when it was used.</summary>
    public async Task AbandonAsync(UploadTicket ticket, Refusal why)
    {
        if (!Revoke(ticket))
            return;
        try
        {
            await intake.AbandonAsync(ticket.Job, why);
        }
        catch (Exception exception)
        {
            LogNotAbandoned(exception, ticket.Job.Id);
        }
    }

    /// <summary>The same for all that a circuit has issued.</summary>
    public Task AbandonAllAsync(DashboardState owner, Refusal why) => Task.WhenAll(
        _tickets.Values.Where(entry => entry.Ticket.Owner == owner).Select(entry => AbandonAsync(entry.Ticket, why)));

    [LoggerMessage(311, LogLevel.Error, "Job {JobId} could not be given up; it is ended at the next start.")]
    private partial void LogNotAbandoned(Exception exception, Guid jobId);
}
