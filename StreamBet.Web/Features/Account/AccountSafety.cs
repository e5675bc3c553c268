using StreamBet.Core.Kernel;
using StreamBet.Core.Markets.Accounts;
using StreamBet.Core.People;
using StreamBet.Core.People.Keys;
using StreamBet.Core.People.Sessions;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Account;

/// <summary>What a person does on the account page with what signs them in, and with the account as a whole.</summary>
internal sealed class AccountSafety(TabSession tab, AccountSecurity security, AccountClosing closing, IUnitOfWorkFactory work)
{
    /// <summary>The person.</summary>
    public Caller Caller => tab.Caller;

    /// <summary>Reads where the person is signed in.</summary>
    public Task<(IReadOnlyList<Session>? Sessions, Refusal? Refusal)> ReadSessionsAsync() =>
        tab.TryAsync(closed => security.SessionsAsync(Caller, Caller.Id, closed));

    /// <summary>Ends a session.</summary>
    public Task<Refusal?> EndAsync(Session session) =>
        tab.TryAsync(closed => security.EndSessionAsync(Caller, Caller.Id, session.Id, closed));

    /// <summary>Ends all sessions but this one.</summary>
    public Task<Refusal?> EndOthersAsync() => tab.TryAsync(closed => security.EndSessionsAsync(Caller, Caller.Id, closed));

    /// <summary>Reads the person's keys.</summary>
    public Task<(IReadOnlyList<PersonKey>? Keys, Refusal? Refusal)> ReadKeysAsync() =>
        tab.TryAsync(closed => security.KeysAsync(Caller, Caller.Id, closed));

    /// <summary>Makes a key.</summary>
    public Task<(MadeKey? Key, Refusal? Refusal)> AddKeyAsync(string name, string role) =>
        tab.TryAsync(closed => security.AddKeyAsync(Caller, name, role, closed));

    /// <summary>Revokes a key.</summary>
    public Task<Refusal?> RevokeAsync(PersonKey key) =>
        tab.TryAsync(closed => security.RevokeKeyAsync(Caller, Caller.Id, key.Id, closed));

    /// <summary>Looks a person up by name or id, as an operator.</summary>
    public Task<(FoundPerson? Found, Refusal? Refusal)> FindAsync(string nameOrId) => tab.TryAsync(async closed =>
    {
        var person = await security.FindPersonAsync(Caller, nameOrId, closed);
        return new FoundPerson(
            person, await security.SessionsAsync(Caller, person.Id, closed), await security.KeysAsync(Caller, person.Id, closed));
    });

    /// <summary>Ends a session of a person.</summary>
    public Task<Refusal?> EndOfAsync(Session session) =>
        tab.TryAsync(closed => security.EndSessionAsync(Caller, session.PersonId, session.Id, closed));

    /// <summary>Signs a person out everywhere.</summary>
    public Task<Refusal?> EndAllOfAsync(Person person) => tab.TryAsync(closed => security.EndSessionsAsync(Caller, person.Id, closed));

    /// <summary>Revokes a key of a person.</summary>
    public Task<Refusal?> RevokeOfAsync(PersonKey key) =>
        tab.TryAsync(closed => security.RevokeKeyAsync(Caller, key.PersonId, key.Id, closed));

    /// <summary>Makes a transfer code.</summary>
    public Task<(ShownCode? Code, Refusal? Refusal)> MakeCodeAsync() => tab.TryAsync(closed => security.MakeCodeAsync(Caller, closed));

    /// <summary>Closes the account; the page is left then.</summary>
    public Task<Refusal?> CloseAsync() => tab.TryAsync(closed => closing.CloseAsync(Caller, closed));

    /// <summary>Whether the person has done anything here, so that there is something to lose.</summary>
    public async Task<bool> HasSomethingAsync()
    {
        var (person, _) = await tab.TryAsync(async closed =>
        {
            await using var unit = await work.ReadAsync(closed);
            return await unit.People.FindAsync(Caller.Id, closed);
        });
        return person is not null;
    }
}
