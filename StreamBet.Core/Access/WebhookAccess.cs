using StreamBet.Core.People;

namespace StreamBet.Core.Access;

/// <summary>Who may do what with webhooks.</summary>
public static class WebhookAccess
{
    /// <summary>Whether this person's webhooks are told of all markets, and not only of those that the person hosts: an
    /// operator's.</summary>
    public static bool MayFollowAll(Caller caller) => caller.IsOperator;

    /// <summary>Whether this person may delete a webhook: its owner and an operator.</summary>
    public static bool MayDelete(Caller caller, string ownerId) => caller.IsOperator || MayManage(caller, ownerId);

    /// <summary>Whether this person may see, try and resume a webhook: its owner.</summary>
    public static bool MayManage(Caller caller, string ownerId) => caller.Id == ownerId;
}
