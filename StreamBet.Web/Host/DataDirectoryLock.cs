using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Host;

/// <summary>Keeps a second server off the same data directory: it would take the first one's uploads for ones that were cut
/// off. The system gives the lock back when the process ends, however it ends.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="OptionsValidationException">Another server has it.</exception>
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
