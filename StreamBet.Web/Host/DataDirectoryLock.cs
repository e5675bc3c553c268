using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Host;

/// <summary>Keeps a second server from using the same data directory: it would treat the first server's uploads as
/// broken off. Servers on one PostgreSQL database share it. The operating system releases the lock when the process ends, however
/// it ends.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly string _directory;
    private readonly FileStream _file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="OptionsValidationException">Another server holds the lock.</exception>
    public DataDirectoryLock(IOptions<StreamBetOptions> options)
    {
        var directory = _directory = options.Value.DataDirectory;
        var isShared = options.Value.Database != StreamBetOptions.Sqlite;
        try
        {
            _file = new FileStream(
                Path.Combine(directory, ".lock"), FileMode.OpenOrCreate, isShared ? FileAccess.Read : FileAccess.ReadWrite,
                isShared ? FileShare.Read : FileShare.None);
        }
        catch (IOException)
        {
            throw new OptionsValidationException(
                StreamBetOptions.Section, typeof(StreamBetOptions),
                [$"StreamBet:DataDirectory is \"{directory}\", which another running StreamBet uses. Stop that one, or name another."]);
        }
    }

    /// <summary>Waits until no other server is starting in the directory: each makes what is missing there.</summary>
    /// <returns>Lets the next one start when disposed of.</returns>
    /// <exception cref="IOException">Another one did not get ready in time.</exception>
    public async Task<IDisposable> TakeTurnAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(
                    Path.Combine(_directory, ".starting"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (time.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
