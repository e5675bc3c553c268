namespace StreamBet.Web.Shared.Tab;

/// <summary>A dropped or chosen file, as the browser describes it. Its bytes stay in the browser until they are
/// sent.</summary>
/// <param name="Id">The file's id in this tab.</param>
/// <param name="Name">Its name, without a path.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record ClipFile(string Id, string Name, long Size)
{
    /// <summary>What a file field offers; the browser does not insist on it.</summary>
    public const string Accepted = ".mp4,.m4v,.mov,.avi,video/mp4,video/x-m4v,video/quicktime,video/x-msvideo";
}

/// <summary>The files of one tab, as far as the server can use them. Repeating a call is harmless.</summary>
public interface ITabFiles
{
    /// <summary>Asks the browser to send a file to an address of this server; returns once the transfer has
    /// started.</summary>
    /// <returns>False if the browser did not answer, so that it must be asked again.</returns>
    Task<bool> SendAsync(ClipFile file, string address);

    /// <summary>Fetches a clip that the server makes, as if it had been dropped.</summary>
    /// <returns>Why it was not taken; null on success.</returns>
    Task<string?> TakeFromAsync(string address, string name);

    /// <summary>Shows another page. The framework's own navigation would end the circuit when a cut swallows it.</summary>
    Task GoAsync(string address);

    /// <summary>Asks the browser to stop sending a file.</summary>
    Task StopAsync(ClipFile file);
}

/// <summary>Why a browser could not send a file, as far as it can tell.</summary>
public enum SendFailure
{
    /// <summary>The connection broke.</summary>
    Lost,

    /// <summary>The file was changed, moved or deleted since it was dropped.</summary>
    Changed,

    /// <summary>The server refused the request and knows why.</summary>
    Refused,
}
