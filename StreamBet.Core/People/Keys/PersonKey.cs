namespace StreamBet.Core.People.Keys;

/// <summary>A key by which a program acts for a person. It was made on this server; the keys of the settings are others.</summary>
public sealed class PersonKey
{
    /// <summary>The most keys of a person that are in force.</summary>
    public const int MaxPerPerson = 10;

    /// <summary>What every key begins with.</summary>
    public const string Prefix = "sbk_";

    /// <summary>Its id: the first 12 digits of <see cref="Hash"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The SHA-256 of the key, 64 lower-case hex digits.</summary>
    public required string Hash { get; init; }

    /// <summary>For whom it acts.</summary>
    public required string PersonId { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do at most: <see cref="Role.Viewer"/>, <see cref="Role.Host"/> or <see cref="Role.Operator"/>.</summary>
    public required Role Role { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When it was last used, to the hour; null if never.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>When it was revoked; null while it is in force.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>What a program with it may do: as much as the person. A guest stays one, with a guest's limits.</summary>
    public Role EffectiveRole => PersonId.StartsWith(Caller.GuestPrefix, StringComparison.Ordinal) ? Role.Guest : Role;

    /// <summary>The id of a key by its digest.</summary>
    internal static string IdOf(string hash) => hash[..12];
}

/// <summary>A new key with its secret, which nobody can read again.</summary>
/// <param name="Key">The key.</param>
/// <param name="Secret">What a program sends.</param>
public sealed record MadeKey(PersonKey Key, string Secret);
