using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Servers;

/// <summary>Knows which servers live. Each beats every three seconds; one that has been silent for twelve is dead, and the others take
/// over its work. Starts before everything that works, and stops after it.</summary>
public sealed partial class LivingServers : BackgroundService
{
    /// <summary>How long a server may be silent.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(12);

    private const string Topic = "servers";
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    private readonly IServerRoll _roll;
    private readonly IServerLine _line;
    private readonly ThisServer _self;
    private readonly ServerNews _news;
    private readonly TimeProvider _time;
    private readonly ILogger<LivingServers> _logger;
    private readonly SemaphoreSlim _beating = new(1, 1);
    private volatile IReadOnlyList<Guid> _living;
    private volatile TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _steadySince;

    /// <summary>Makes it; nothing is read yet.</summary>
    public LivingServers(
        IServerRoll roll, IServerLine line, ThisServer self, ServerNews news, TimeProvider time, ILogger<LivingServers> logger)
    {
        (_roll, _line, _self, _news, _time, _logger) = (roll, line, self, news, time, logger);
        _living = [self.Id];
        news.Hear<string>(Topic, _ => _told.TrySetResult());
    }

    /// <summary>Raised when servers have died or left; the others go on with their work.</summary>
    public event Action? Gone;

    /// <summary>This server's id.</summary>
    public Guid Me => _self.Id;

    /// <summary>Whether this is the one server that does what must be done once, such as the closing of markets: the one that has run
    /// longest.</summary>
    public bool IsOnDuty => _living[0] == Me;

    /// <summary>Whether a server lives whose id was read in the database. One that has just joined is known by now: it joins before it
    /// works.</summary>
    public async ValueTask<bool> LivesAsync(Guid? id, CancellationToken cancellationToken)
    {
        if (id is null)
            return false;
        if (!_living.Contains(id.Value))
            await BeatAsync(cancellationToken);
        return _living.Contains(id.Value);
    }

    /// <summary>Joins the others.</summary>
    /// <exception cref="OptionsValidationException">They have another data directory.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await _line.OpenAsync(cancellationToken);
        var rolled = await BeatAsync(cancellationToken);
        if (rolled.FirstOrDefault(server => server.KeyId != _self.KeyId && server.SilentFor < Lease) is { } foreign)
        {
            await _roll.StrikeAsync([Me], TimeSpan.Zero, cancellationToken);
            throw new OptionsValidationException(
                StreamBetOptions.Section, typeof(StreamBetOptions),
                [$"StreamBet:DataDirectory has the receipt key {_self.KeyId}, and another server on this database signs with "
                + $"{foreign.KeyId}. Servers that share a database share the data directory too: mount the same folder."]);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            // Also where the host has lost its patience with a request: the others would wait for this server's work.
            using var patience = new CancellationTokenSource(Period, _time);
            await _roll.StrikeAsync([Me], TimeSpan.Zero, patience.Token);
            _news.Tell(Topic, "left");
        }
        catch (Exception fault)
        {
            // The others find it silent.
            LogNotBeaten(_logger, fault);
        }

        await _line.CloseAsync();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _beating.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_roll.IsShared && !stoppingToken.IsCancellationRequested)
        {
            await _told.Task.WaitAsync(Period, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
            try
            {
                await BeatAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotBeaten(_logger, fault);
                await Task.Delay(Period, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Tells the others that this server lives, and looks which of them do.</summary>
    internal async Task<IReadOnlyList<RolledServer>> BeatAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<RolledServer> rolled;
        bool areGone;
        await _beating.WaitAsync(cancellationToken);
        try
        {
            // While the database is away, the others can't beat either.
            var steadySince = _steadySince;
            _steadySince = null;
            rolled = await _roll.BeatAsync(_self, cancellationToken);
            _steadySince = steadySince ?? _time.GetTimestamp();
            var isSteady = _time.GetElapsedTime(_steadySince.Value) >= Lease;
            var dead = rolled.Where(server => isSteady && server.Id != Me && server.SilentFor >= Lease).Select(server => server.Id).ToList();
            var before = _living;
            _living = [.. rolled.Select(server => server.Id).Except(dead)];
            areGone = before.Except(_living).Any();
            if (dead.Count > 0)
            {
                LogDied(_logger, dead.Count);
                await _roll.StrikeAsync(dead, Lease, cancellationToken);
            }
        }
        finally
        {
            _beating.Release();
        }

        if (areGone)
        {
            Gone?.Invoke();
            _news.ReadAgain();
        }

        return rolled;
    }

    [LoggerMessage(181, LogLevel.Warning, "{Count} servers have not been heard of for a while. Their work is taken over.")]
    private static partial void LogDied(ILogger logger, int count);

    [LoggerMessage(182, LogLevel.Error, "This server could not tell the others that it lives; it is tried again.")]
    private static partial void LogNotBeaten(ILogger logger, Exception exception);
}
