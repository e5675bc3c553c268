namespace StreamBet.Core.Kernel;

/// <summary>One database transaction: everything done through it is committed together, or not at all. Each room adds its own
/// store to it as a property, such as <c>unit.Markets</c>.</summary>
public interface IUnitOfWork : IAsyncDisposable
{
    /// <summary>A store that works within this transaction; the same one at every call.</summary>
    /// <typeparam name="T">The store's interface.</typeparam>
    /// <exception cref="InvalidOperationException">There is no such store.</exception>
    T Store<T>()
        where T : class;

    /// <summary>Commits durably. Without it, disposing undoes everything.</summary>
    Task CommitAsync(CancellationToken cancellationToken);
}

/// <summary>Begins units of work.</summary>
public interface IUnitOfWorkFactory
{
    /// <summary>Begins one that may write. Only one is under way at a time and the others wait for their turn, so keep it short
    /// and await nothing else in it.</summary>
    Task<IUnitOfWork> BeginAsync(CancellationToken cancellationToken);

    /// <summary>Begins one that only reads: one consistent snapshot, which never waits for writers.</summary>
    Task<IUnitOfWork> ReadAsync(CancellationToken cancellationToken);
}
