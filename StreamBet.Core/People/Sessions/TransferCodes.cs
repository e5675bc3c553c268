using StreamBet.Core.Kernel;
using StreamBet.Core.Servers;

namespace StreamBet.Core.People.Sessions;

/// <summary>Makes and takes the codes that take an account to another device. Failures are counted by address, on all servers together
/// or else in memory: with 60 random bits and ten attempts in ten minutes nobody finds a code before it expires.</summary>
public sealed class TransferCodes(IUnitOfWorkFactory work, ISharedLimits shared, TimeProvider time)
{
    /// <summary>How many wrong codes an address may enter before it has to wait.</summary>
    public const int MaxFailures = 10;

    private const int MaxAddresses = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Count, DateTimeOffset Since)> _failures = new(StringComparer.Ordinal);

    /// <summary>Makes a code for a person; an earlier one is no longer valid.</summary>
    public async Task<ShownCode> MakeAsync(Caller caller, CancellationToken cancellationToken)
    {
        var (text, now) = (TransferCode.NewText(), time.GetUtcNow());
        await using var unit = await work.BeginAsync(cancellationToken);
        await unit.People.IntroduceAsync(caller, now, cancellationToken);
        var code = new TransferCode
        {
            Hash = TransferCode.HashOf(text)!,
            PersonId = caller.Id,
            ExpiresAt = now + TransferCode.Life,
        };
        await unit.Sessions.ReplaceCodeAsync(code, cancellationToken);
        await unit.CommitAsync(cancellationToken);
        return new ShownCode(text, code.ExpiresAt);
    }

    /// <summary>Takes a code and begins a session of its person; the code is used up then.</summary>
    /// <param name="typed">The code as typed.</param>
    /// <param name="here">Who enters it, in the browser that gets the session; null if nobody.</param>
    /// <param name="leaves">Whether they agree to leave behind what they are here.</param>
    /// <param name="make">Makes the token of the session for a person.</param>
    /// <param name="address">The address that it comes from.</param>
    /// <param name="cancellationToken">Cancels it before it is committed.</param>
    /// <returns>The person.</returns>
    /// <exception cref="RefusedException">The code is wrong, used or expired (404), it is the person's own, or they would leave
    /// something behind (409), or too many wrong codes came from this address (429).</exception>
    public async Task<string> TakeAsync(
        string? typed, Caller? here, bool leaves, Func<string, SessionToken> make, string address, CancellationToken cancellationToken)
    {
        await EnsureMayTryAsync(address);
        try
        {
            return await TakeAsync(typed, here, leaves, make, cancellationToken);
        }
        catch (RefusedException wrong) when (wrong.Refusal.Kind == RefusalKind.NotFound)
        {
            // Not while other writers wait.
            if (await shared.CountAsync(NameOf(address), 1, MaxFailures, Window) is null)
                CountFailure(address);
            throw;
        }
    }

    private async Task<string> TakeAsync(
        string? typed, Caller? here, bool leaves, Func<string, SessionToken> make, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (TransferCode.HashOf(typed) is not { } hash
            || await unit.Sessions.FindCodeAsync(hash, cancellationToken) is not { } code || code.ExpiresAt <= now)
        {
            throw new RefusedException(
                RefusalKind.NotFound, "transfer_code_invalid",
                "This transfer code is wrong, has been used, or has expired after 10 minutes. Make a new one on the device that has the account.");
        }

        if (here?.Id == code.PersonId)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "transfer_same_account", "This browser already has that account. Enter the code on the other device.");
        }

        if (!leaves && here is not null && await unit.People.FindAsync(here.Id, cancellationToken) is { } left)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "account_left_behind",
                $"This browser is \"{left.Name}\", who has a name, credits or a history here. Without a transfer code for that account it "
                + "can't be reached again. Confirm that you leave it behind, or make a code for it first.");
        }

        unit.Sessions.Add(Session.Of(make(code.PersonId), Role.Guest, now));
        await unit.Sessions.DropCodeAsync(code.PersonId, cancellationToken);
        await unit.CommitAsync(cancellationToken);
        return code.PersonId;
    }

    private static string NameOf(string address) => $"transfer codes:{address}";

    private async Task EnsureMayTryAsync(string address)
    {
        var wait = await shared.CountAsync(NameOf(address), 0, MaxFailures, Window) ?? WaitHere(address);
        if (wait > TimeSpan.Zero)
        {
            throw new RefusedException(new Refusal(
                RefusalKind.TooMany, "too_many_codes",
                $"{MaxFailures} wrong transfer codes came from your network address. Wait 10 minutes, then make a new code and enter it.")
            { RetryAfter = wait });
        }
    }

    private TimeSpan WaitHere(string address)
    {
        lock (_gate)
        {
            if (!_failures.TryGetValue(address, out var failed) || failed.Count < MaxFailures)
                return TimeSpan.Zero;
            var wait = failed.Since + Window - time.GetUtcNow();
            if (wait <= TimeSpan.Zero)
                _failures.Remove(address);
            return wait;
        }
    }

    private void CountFailure(string address)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_failures.Count >= MaxAddresses)
            {
                foreach (var (old, _) in _failures.Where(failed => failed.Value.Since + Window <= now).ToList())
                    _failures.Remove(old);
            }

            // So many attack at a time that nobody's attempts are counted from the start: the oldest are.
            if (_failures.Count >= MaxAddresses)
                _failures.Remove(_failures.MinBy(failed => failed.Value.Since).Key);
            var (count, since) = _failures.GetValueOrDefault(address);
            _failures[address] = count > 0 && since + Window > now ? (count + 1, since) : (1, now);
        }
    }
}
