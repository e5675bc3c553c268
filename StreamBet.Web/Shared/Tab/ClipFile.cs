namespace StreamBet.Web.Shared.Tab;

/// <summary>A file that was dropped on the page or chosen: what the browser says of it. Its bytes stay in the browser until
/// they are sent.</summary>
/// <param name="Id">Names the file in this tab.</param>
/// <param name="Name">Its name, without folders.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record ClipFile(string Id, string Name, long Size);

/// <summary>The files of one tab, as far as the server can ask for them. Asking again for the same does no harm.</summary>
public interface ITabFiles
{
    /// <summary>Makes the browser send a file to an address of this server; returns when it has begun.</summary>
    Task SendAsync(ClipFile file, string address);

    /// <summary>Takes a clip that the server makes, as if it had been dropped.</summary>
    /// <returns>Why not; null when it was taken.</returns>
    Task<string?> TakeFromAsync(string address, string name);

    /// <summary>Makes the browser stop sending a file.</summary>
    Task StopAsync(ClipFile file);
}

/// <summary>Why a browser could not send a file that the server waits for, as far as it can tell.</summary>
public enum SendFailure
{
    /// <summary>The connection broke.</summary>
    Lost,

    /// <summary>The file has changed since it was dropped, was moved or deleted.</summary>
    Changed,

    /// <summary>The request was answered with a refusal; the server itself knows why.</summary>
    Refused,
}
