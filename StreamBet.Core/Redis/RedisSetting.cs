using StackExchange.Redis;

namespace StreamBet.Core.Redis;

/// <summary>How Redis is reached: the setting <c>StreamBet:Redis</c>, a connection string of StackExchange.Redis.</summary>
public static class RedisSetting
{
    private const int TimeoutMilliseconds = 1_000;

    /// <summary>Whether a text is such a connection string with at least one address.</summary>
    public static bool IsValid(string setting)
    {
        try
        {
            return ConfigurationOptions.Parse(setting).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The options of a connection. Whoever asks is answered or refused within a second, and at once while there is no
    /// connection: a request must not wait for Redis.</summary>
    internal static ConfigurationOptions Parse(string setting)
    {
        var options = ConfigurationOptions.Parse(setting);
        options.ClientName = "StreamBet";
        options.AbortOnConnectFail = true;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.AsyncTimeout = options.SyncTimeout = TimeoutMilliseconds;
        options.KeepAlive = 5;
        return options;
    }
}
