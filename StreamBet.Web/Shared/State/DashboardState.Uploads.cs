using StreamBet.Core.Kernel;
using StreamBet.Web.Shared.Jobs;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Web.Shared.State;

/// <content>Its part in an upload: the bytes come by a request that bears its ticket, or they do not.</content>
internal sealed partial class DashboardState
{
    /// <summary>Takes note that the browser could not send a file. What the server itself knows of the upload comes before
    /// it.</summary>
    public Task SendFailedAsync(string fileId, SendFailure why)
    {
        if (_ticket is not { } ticket || ticket.File.Id != fileId)
            return Task.CompletedTask;
        if (why == SendFailure.Changed)
        {
            lock (_gate)
                Clip = null;
        }

        return _tickets.AbandonAsync(ticket, Refusals.Of(why));
    }

    /// <summary>Streams a clip from the request that bears its ticket to the store.</summary>
    /// <param name="ticket">The ticket, used by now.</param>
    /// <param name="body">The clip's bytes.</param>
    /// <param name="announcedBytes">How many the request announces, or null.</param>
    /// <param name="whenHere">Called when the last byte is here, before the clip is looked at.</param>
    /// <param name="cancellationToken">The sender has gone.</param>
    /// <exception cref="RefusedException">Why the clip was not taken.</exception>
    public async Task ReceiveAsync(
        UploadTicket ticket, Stream body, long? announcedBytes, Func<CancellationToken, Task> whenHere,
        CancellationToken cancellationToken)
    {
        if (announcedBytes is { } bytes && bytes != ticket.File.Size)
        {
            await _intake.AbandonAsync(ticket.Job, Refusals.FileChanged);
            throw new RefusedException(Refusals.FileChanged);
        }

        await _intake.ReceiveAsync(ticket.Job, body, ticket.File.Size, whenHere, cancellationToken);
    }

    /// <summary>Why uploads are refused that never began.</summary>
    private static class Refusals
    {
        public static readonly Refusal FileChanged = new(
            RefusalKind.Conflict, "file_changed",
            "The file has changed on your disk since it was dropped, or it is not there any more. Drop it again.");

        private static readonly Refusal ConnectionLost = new(
            RefusalKind.Invalid, "upload_incomplete",
            "The connection broke before the clip could be sent. Check the connection and send it again.");

        private static readonly Refusal NotTaken = new(
            RefusalKind.Invalid, "upload_incomplete",
            "The server did not take the upload. Load the page again and send the clip once more.");

        public static Refusal Of(SendFailure why) => why switch
        {
            SendFailure.Changed => FileChanged,
            SendFailure.Refused => NotTaken,
            _ => ConnectionLost,
        };
    }
}
