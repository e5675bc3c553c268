using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule;

/// <summary>The doubt about a NO: how likely it is that the criterion was met unseen (the rule, step 5).</summary>
/// <param name="Percent">The chance, 0-100. A NO needs it under <see cref="CriterionDoubt.Max"/>, and is 100 less this
/// sure.</param>
/// <param name="Label">The label of the sighting that it comes from; null when it comes from the residue.</param>
/// <param name="At">The time of that sighting; null when it comes from the residue.</param>
/// <param name="Instances">Where that sighting was; empty when it comes from the residue or has no boxes.</param>
public sealed record Doubt(double Percent, string? Label, TimeSpan? At, IReadOnlyList<Instance> Instances);

/// <summary>A sighting that a NO was weighed against: one with a doubt of <see cref="Sighting.MinDoubt"/> or more, in the
/// window or within one sample of it.</summary>
/// <param name="At">Its time.</param>
/// <param name="Label">Its label.</param>
/// <param name="Confidence">0-100.</param>
/// <param name="Percent">Its doubt, 0-100.</param>
public sealed record DoubtfulSighting(TimeSpan At, string Label, double Confidence, double Percent);
