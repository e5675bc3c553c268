namespace StreamBet.Web.Shared;

/// <summary>The address of a person's public page.</summary>
internal static class PersonAddress
{
    /// <summary>The address; a name may hold any character.</summary>
    public static string Of(string name) => $"people{QueryString.Create("name", name)}";
}
