namespace StreamBet.Core.Servers;

/// <summary>Counts what is limited on all servers together. Where the answer is null nobody can be asked, and a server's own count has
/// to do. Names are made of the limit and of whom it holds for.</summary>
public interface ISharedLimits
{
    /// <summary>Whether other servers may count with this one.</summary>
    bool IsShared { get; }

    /// <summary>Counts uses within a window, which begins with the first of them.</summary>
    /// <param name="name">What is counted.</param>
    /// <param name="count">How many uses; 0 only asks whether there may be one.</param>
    /// <param name="limit">The most uses in a window.</param>
    /// <param name="window">How long a window lasts.</param>
    /// <returns>Zero if they were counted; otherwise how long to wait.</returns>
    ValueTask<TimeSpan?> CountAsync(string name, int count, int limit, TimeSpan window);

    /// <summary>Draws tokens from a bucket.</summary>
    /// <param name="name">Whose bucket.</param>
    /// <param name="wanted">How many are wanted, at least 1.</param>
    /// <param name="bucket">The bucket.</param>
    /// <returns>How many there were, up to the number wanted, and how long to wait if there was none.</returns>
    ValueTask<(int Granted, TimeSpan Wait)?> DrawAsync(string name, int wanted, TokenBucket bucket);

    /// <summary>Takes one of a number of places. It is held until it is freed or this server dies.</summary>
    /// <param name="name">Which places.</param>
    /// <param name="place">An id of the one.</param>
    /// <param name="limit">How many there are.</param>
    /// <returns>Whether there was one. If nobody can be asked, it counts as taken from when somebody can.</returns>
    ValueTask<bool?> TakePlaceAsync(string name, Guid place, int limit);

    /// <summary>Frees a place. It never waits.</summary>
    void FreePlace(string name, Guid place);
}

/// <summary>A bucket of tokens.</summary>
/// <param name="Limit">How many it holds; it begins full.</param>
/// <param name="Tokens">How many come back each period.</param>
/// <param name="Period">How long a period is.</param>
public sealed record TokenBucket(int Limit, int Tokens, TimeSpan Period);
