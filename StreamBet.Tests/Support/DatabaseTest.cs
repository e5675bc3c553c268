namespace StreamBet.Tests.Support;

/// <summary>Tests of what a database keeps, with a data directory of their own; each runs on every kind of database.</summary>
public abstract class DatabaseTest(TestDatabase database) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the markets in the directory, again if they were opened before.</summary>
    private protected Task<Exchange> OpenAsync(TimeProvider? time = null, decimal takeRate = 0) =>
        Exchange.OpenAsync(_folder.Path, time, takeRate, database: database);
}
