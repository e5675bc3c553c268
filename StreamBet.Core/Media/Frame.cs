using System.Buffers;

namespace StreamBet.Core.Media;

/// <summary>One decoded sample: upright, fitted into a square and centred on black. Its memory is pooled: dispose of it
/// after use, and keep no reference into it.</summary>
internal sealed class Frame : IDisposable
{
    private readonly int _length;
    private byte[]? _bytes;

    private Frame(int index, byte[] bytes, int length)
    {
        Index = index;
        _bytes = bytes;
        _length = length;
    }

    /// <summary>The sample's number, from 0.</summary>
    public int Index { get; }

    /// <summary>Rows from the top, three bytes a pixel: red, green, blue.</summary>
    /// <exception cref="ObjectDisposedException">The sample was disposed of.</exception>
    public ReadOnlyMemory<byte> Rgb => Writable;

    /// <summary>The same memory, writable for the decoder.</summary>
    internal Memory<byte> Writable
    {
        get
        {
            var bytes = _bytes;
            ObjectDisposedException.ThrowIf(bytes is null, this);
            return bytes.AsMemory(0, _length);
        }
    }

    /// <summary>Rents memory for a square sample from the pool; it is not cleared.</summary>
    /// <param name="index">The sample's number, from 0.</param>
    /// <param name="size">Width and height in pixels.</param>
    public static Frame Rent(int index, int size)
    {
        var length = checked(size * size * 3);
        return new Frame(index, ArrayPool<byte>.Shared.Rent(length), length);
    }

    /// <summary>Returns the memory; a second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
            ArrayPool<byte>.Shared.Return(bytes);
    }
}
