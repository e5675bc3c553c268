using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace StreamBet.Core.Vision.Tfjs;

/// <summary>Reads the constants of a TFJS model from the weight files that its manifest lists.</summary>
internal static class TfjsWeights
{
    /// <summary>Reads every constant of a manifest, by name.</summary>
    /// <exception cref="InvalidDataException">A constant has an unsupported type, or the files' length differs from the
    /// manifest's.</exception>
    public static IReadOnlyDictionary<string, TfjsConstant> Read(JsonElement manifest, string folder)
    {
        var constants = new Dictionary<string, TfjsConstant>();
        foreach (var group in manifest.EnumerateArray())
        {
            // A constant may span several files of its group.
            var names = group.GetProperty("paths").EnumerateArray().Select(path => path.GetString()!).ToArray();
            var bytes = ReadAll(names.Select(name => Path.Combine(folder, Path.GetFileName(name))));
            var position = 0;
            foreach (var weight in group.GetProperty("weights").EnumerateArray())
            {
                var constant = ReadOne(weight, bytes.AsSpan(position), out var length);
                constants.Add(constant.Name, constant);
                position += length;
            }

            if (position != bytes.Length)
            {
                throw new InvalidDataException(
                    $"{string.Join(", ", names)} should be {position} bytes long and has {bytes.Length}.");
            }
        }

        return constants;
    }

    private static byte[] ReadAll(IEnumerable<string> paths)
    {
        using var all = new MemoryStream();
        foreach (var path in paths)
            all.Write(File.ReadAllBytes(path));
        return all.ToArray();
    }

    private static TfjsConstant ReadOne(JsonElement weight, ReadOnlySpan<byte> bytes, out int length)
    {
        var name = weight.GetProperty("name").GetString()!;
        var dimensions = weight.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var count = checked((int)dimensions.Aggregate(1L, (product, size) => checked(product * size)));
        var type = weight.GetProperty("dtype").GetString();
        var stored = weight.TryGetProperty("quantization", out var quantization)
            ? quantization.GetProperty("dtype").GetString()
            : type;
        var size = stored == "float16" ? sizeof(ushort) : sizeof(int);
        length = checked(count * size);
        if (count < 0 || length > bytes.Length)
            throw new InvalidDataException($"The weight files end before the constant {name} does.");

        var values = bytes[..length];
        return (type, stored) switch
        {
            ("float32", "float16") => new TfjsConstant(name, dimensions, Widen(values)),
            ("float32", "float32") =>
                new TfjsConstant(name, dimensions, MemoryMarshal.Cast<byte, float>(values).ToArray()),
            ("int32", "int32") => new TfjsConstant(name, dimensions, MemoryMarshal.Cast<byte, int>(values).ToArray()),
            _ => throw new InvalidDataException(
                $"The constant {name} has the unsupported type {type}, stored as {stored}."),
        };
    }

    private static float[] Widen(ReadOnlySpan<byte> halves)
    {
        var values = new float[halves.Length / sizeof(ushort)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(halves[(i * sizeof(ushort))..]);
        return values;
    }
}
