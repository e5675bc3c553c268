namespace StreamBet.Core.Vision.Text;

/// <summary>What the readers read in one place of a picture.</summary>
/// <param name="Box">The place.</param>
/// <param name="First">What the first reader reads; never empty.</param>
/// <param name="Second">What the second reader reads; null if there is none.</param>
internal sealed record LineReading(TextBox Box, Reading First, Reading? Second);
