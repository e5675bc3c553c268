namespace StreamBet.Tests.Support;

/// <summary>The key that a server leaves in its data directory for programs on its machine.</summary>
internal static class LocalKeyFile
{
    private const string Header = "Authorization: Bearer ";

    /// <summary>Reads the key; the server has started.</summary>
    public static string Read(string dataDirectory) =>
        File.ReadAllText(Path.Combine(dataDirectory, "local-key")).Trim()[Header.Length..];
}
