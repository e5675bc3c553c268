using System.Buffers;

namespace StreamBet.Core.Media;

/// <summary>One decoded sample, in one size or several: upright, fitted into a square and centred on black. Its memory is
/// pooled: dispose of it after use, and keep no reference into it.</summary>
internal sealed class Frame : IDisposable
{
    private const int Colours = 3;

    private readonly int[] _sizes;
    private byte[]? _bytes;

    private Frame(int index, byte[] bytes, int[] sizes)
    {
        Index = index;
        _bytes = bytes;
        _sizes = sizes;
    }

    /// <summary>The sample's number, from 0.</summary>
    public int Index { get; }

    /// <summary>Its pixels in the first size: rows from the top, three bytes a pixel: red, green, blue.</summary>
    /// <exception cref="ObjectDisposedException">The sample was disposed of.</exception>
    public ReadOnlyMemory<byte> Rgb => WritableIn(0);

    /// <summary>Its pixels in the last size, likewise.</summary>
    /// <exception cref="ObjectDisposedException">The sample was disposed of.</exception>
    public ReadOnlyMemory<byte> LastRgb => WritableIn(_sizes.Length - 1);

    /// <summary>Rents memory for a square sample from the pool; it is not cleared.</summary>
    /// <param name="index">The sample's number, from 0.</param>
    /// <param name="sizes">Width and height in pixels, for each size.</param>
    public static Frame Rent(int index, params int[] sizes) =>
        new(index, ArrayPool<byte>.Shared.Rent(sizes.Sum(LengthOf)), sizes);

    /// <summary>The pixels in a size, writable for the decoder.</summary>
    /// <param name="place">The size's place among the sizes, from 0.</param>
    internal Memory<byte> WritableIn(int place)
    {
        var bytes = _bytes;
        ObjectDisposedException.ThrowIf(bytes is null, this);
        return bytes.AsMemory(_sizes[..place].Sum(LengthOf), LengthOf(_sizes[place]));
    }

    /// <summary>Returns the memory; a second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    private static int LengthOf(int size) => checked(size * size * Colours);
}
