using StreamBet.Core.People;
using StreamBet.Core.People.Keys;
using StreamBet.Core.People.Sessions;

namespace StreamBet.Web.Features.Account;

/// <summary>A person whom an operator looked up, with what signs them in.</summary>
/// <param name="Person">The person.</param>
/// <param name="Sessions">Their sessions, the last used first.</param>
/// <param name="Keys">Their keys, oldest first.</param>
internal sealed record FoundPerson(Person Person, IReadOnlyList<Session> Sessions, IReadOnlyList<PersonKey> Keys);
