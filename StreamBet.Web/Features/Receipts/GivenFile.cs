namespace StreamBet.Web.Features.Receipts;

/// <summary>A file that was chosen, pasted or fetched.</summary>
/// <param name="Name">Its display name.</param>
/// <param name="Bytes">Its whole content.</param>
public sealed record GivenFile(string Name, byte[] Bytes);
