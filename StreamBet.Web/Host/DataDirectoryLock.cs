using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Host;

/// <summary>Keeps a second server from using the same data directory: it would treat the first server's uploads as
/// broken off. The operating system releases the lock when the process ends, however it ends.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="OptionsValidationException">Another server holds the lock.</exception>
    public DataDirectoryLock(IOptions<StreamBetOptions> options)
    {
        var directory = options.Value.DataDirectory;
        try
        {
            _file = new FileStream(
                Path.Combine(directory, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new OptionsValidationException(
                StreamBetOptions.Section, typeof(StreamBetOptions),
                [$"StreamBet:DataDirectory is \"{directory}\", which another running StreamBet uses. Stop that one, or name another."]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
