using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace StreamBet.Core.Servers;

/// <summary>What the servers on one database tell each other: a topic with its content. What is told is a hint to look, or something
/// to show; what counts is in the database.</summary>
public sealed partial class ServerNews
{
    private readonly IServerLine _line;
    private readonly ILogger<ServerNews> _logger;
    private readonly Dictionary<string, Action<string>> _handlers = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Tells and hears over a line.</summary>
    public ServerNews(IServerLine line, ILogger<ServerNews> logger)
    {
        (_line, _logger) = (line, logger);
        line.Heard += OnHeard;
        line.Missed += OnMissed;
    }

    /// <summary>The news of a server that has its database to itself.</summary>
    public static ServerNews OfOneServer() => new(new Alone(), NullLogger<ServerNews>.Instance);

    /// <summary>Raised when news may have been lost, also since a server died before it told them: what is shown must be read
    /// again.</summary>
    public event Action? Missed;

    /// <summary>Tells the other servers.</summary>
    /// <param name="topic">The topic; letters only.</param>
    /// <param name="content">Something that is written as JSON.</param>
    public void Tell<T>(string topic, T content)
    {
        // Not worth its JSON if nobody hears it.
        if (_line is not Alone)
            _line.Say($"{topic} {JsonSerializer.Serialize(content)}");
    }

    /// <summary>Hears what other servers tell about a topic; one handler for each topic. It must return quickly.</summary>
    public void Hear<T>(string topic, Action<T> handle)
    {
        lock (_gate)
            _handlers.Add(topic, json => handle(JsonSerializer.Deserialize<T>(json)!));
    }

    /// <summary>Has everything that is shown read again.</summary>
    public void ReadAgain() => OnMissed();

    private void OnHeard(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        Action<string>? handle;
        lock (_gate)
            handle = space < 0 ? null : _handlers.GetValueOrDefault(text[..space]);

        // A later version may tell more.
        if (handle is null)
            return;
        try
        {
            handle(text[(space + 1)..]);
        }
        catch (Exception fault)
        {
            LogNotHandled(fault, text[..space]);
        }
    }

    private void OnMissed()
    {
        foreach (var handler in Missed?.GetInvocationList().Cast<Action>() ?? [])
        {
            try
            {
                handler();
            }
            catch (Exception fault)
            {
                LogNotHandled(fault, "missed");
            }
        }
    }

    [LoggerMessage(180, LogLevel.Error, "What another server told about \"{Topic}\" could not be handled.")]
    private partial void LogNotHandled(Exception exception, string topic);
}
