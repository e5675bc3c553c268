namespace StreamBet.Web.Features.Receipts;

/// <summary>Something that was chosen, pasted or asked for.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Bytes">All of it.</param>
public sealed record GivenFile(string Name, byte[] Bytes);
