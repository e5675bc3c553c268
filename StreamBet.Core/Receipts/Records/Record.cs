namespace StreamBet.Core.Receipts.Records;

/// <summary>Counts receipts, one after the other. What it holds grows with the labels, the versions of analyzers and the hosts,
/// not with the receipts. Not for several threads at once.</summary>
public sealed class Record
{
    private readonly Reliability _bands = new();
    private readonly Dictionary<(string Label, string Analyzer, string Version), Reliability> _labels = [];
    private readonly Dictionary<string, HostRecord> _hosts = [];
    private DecisionCounts _markets = DecisionCounts.None, _withoutVerdict = DecisionCounts.None, _practice = DecisionCounts.None;
    private ReviewCounts _undecided = ReviewCounts.None, _copies = ReviewCounts.None, _people = ReviewCounts.None;
    private VerdictCounts _verdicts = VerdictCounts.None;
    private long _withoutConfidence, _withoutHost;

    /// <summary>How many receipts were counted; the number of the last one in its chain.</summary>
    public long Receipts { get; private set; }

    /// <summary>Counts the next receipt.</summary>
    /// <param name="content">Its content.</param>
    /// <exception cref="InvalidDataException">It is not the next one of the chain, or nobody knows who decided it. Nothing was
    /// counted.</exception>
    public void Add(ReceiptContent content)
    {
        if (content.Sequence != Receipts + 1)
        {
            throw new InvalidDataException(
                $"Receipt {content.Sequence} comes where receipt {Receipts + 1} belongs. All receipts are needed, from the first one on.");
        }

        var ended = new Ended(content);
        if (content.Bet.Practice)
            _practice = _practice.With(ended);
        else
            AddCredits(ended);
        Receipts++;
    }

    /// <summary>What was counted so far.</summary>
    public RecordFigures ToFigures() => new(
        Receipts, _markets, _verdicts, _undecided, _copies, _withoutVerdict, _people, _practice, _bands.ToBands(), _withoutConfidence,
        [.. _labels.OrderBy(known => known.Key.Label, StringComparer.Ordinal)
            .ThenBy(known => known.Key.Analyzer, StringComparer.Ordinal).ThenBy(known => known.Key.Version, StringComparer.Ordinal)
            .Select(known => new LabelReliability(known.Key.Label, known.Key.Analyzer, known.Key.Version, known.Value.ToBands()))],
        [.. _hosts.Values.OrderByDescending(host => host.Markets).ThenBy(host => host.Id, StringComparer.Ordinal)],
        _withoutHost);

    private void AddCredits(Ended ended)
    {
        if (ended.IsByPeople)
        {
            _people = _people.With(ended);
        }
        else
        {
            _markets = _markets.With(ended);
            AddByClip(ended);
        }

        if (ended.Content.Bet.Host is { } host)
            _hosts[host.Id] = (_hosts.GetValueOrDefault(host.Id) ?? HostRecord.Of(host)).With(host, ended);
        else
            _withoutHost++;
    }

    private void AddByClip(Ended ended)
    {
        switch (ended)
        {
            case { Verdict.Outcome: not null }:
                _verdicts = _verdicts.With(ended);
                AddConfidence(ended);
                break;
            case { Review.Cause: "copy" }:
                _copies = _copies.With(ended);
                break;
            case { Verdict: not null } or { Review: not null }:
                _undecided = _undecided.With(ended);
                break;
            default:
                _withoutVerdict = _withoutVerdict.With(ended);
                break;
        }
    }

    private void AddConfidence(Ended ended)
    {
        if (ended is not { Band: { } band, Content.Analysis: { } analysis })
        {
            _withoutConfidence++;
            return;
        }

        _bands.Add(band, ended);
        foreach (var label in ended.Labels)
        {
            var key = (label, analysis.Analyzer, analysis.Version);
            if (!_labels.TryGetValue(key, out var known))
                _labels[key] = known = new Reliability();
            known.Add(band, ended);
        }
    }
}
