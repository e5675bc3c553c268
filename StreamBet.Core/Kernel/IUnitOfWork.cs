namespace StreamBet.Core.Kernel;

/// <summary>One database transaction: everything done through it is committed together or not at all. Each folder adds
/// its store as a property, such as <c>unit.Markets</c>.</summary>
public interface IUnitOfWork : IAsyncDisposable
{
    /// <summary>A store that works within this transaction; every call returns the same one.</summary>
    /// <typeparam name="T">The store's interface.</typeparam>
    /// <exception cref="InvalidOperationException">There is no such store.</exception>
    T Store<T>()
        where T : class;

    /// <summary>Commits durably. Disposing without it rolls everything back.</summary>
    Task CommitAsync(CancellationToken cancellationToken);
}

/// <summary>Begins units of work.</summary>
public interface IUnitOfWorkFactory
{
    /// <summary>Begins a unit of work that may write. Only one runs at a time and others wait, so keep it short and
    /// await nothing else in it.</summary>
    Task<IUnitOfWork> BeginAsync(CancellationToken cancellationToken);

    /// <summary>Begins a read-only unit of work: one consistent snapshot that never waits for writers.</summary>
    Task<IUnitOfWork> ReadAsync(CancellationToken cancellationToken);
}
