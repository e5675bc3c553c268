using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Text;

/// <summary>A reader that confirms what the first one reads. One thread at a time may use it.</summary>
internal interface ISecondReader : IDisposable
{
    /// <summary>Its name and what it was taught.</summary>
    ModelIdentity Identity { get; }

    /// <summary>Reads a line.</summary>
    Reading Read(LinePage line);
}
