using Microsoft.ML.OnnxRuntime;
using StreamBet.Core.Clips;

namespace StreamBet.Core.Vision;

/// <summary>Loads models after checking their files.</summary>
internal static class CheckedLoad
{
    /// <summary>Checks the files and loads models.</summary>
    /// <param name="files">The models' files.</param>
    /// <param name="load">Loads them and adds each part to the list, so that none is left behind if a later one
    /// fails.</param>
    /// <exception cref="AnalysisFailedException">A file is missing or damaged.</exception>
    public static T Run<T>(ModelFiles files, Func<ICollection<IDisposable>, T> load)
    {
        if (files.FindMissing() is [_, ..] missing)
        {
            var names = string.Join(", ", missing.Select(part => part.Name));
            throw new AnalysisFailedException(
                "models_missing", $"The vision models are not installed on this server ({names}). {missing[0].Remedy}")
            {
                IsPassing = true,
            };
        }

        var loaded = new List<IDisposable>();
        try
        {
            return load(loaded);
        }
        catch (Exception fault)
        {
            loaded.ForEach(part => part.Dispose());
            if (fault is not (InvalidDataException or IOException or OnnxRuntimeException))
                throw;
            throw new AnalysisFailedException(
                "models_unusable", "The vision models could not be loaded on this server; its log says why.", fault)
            {
                IsPassing = true,
            };
        }
    }

    /// <summary>Adds a part to the list and returns it.</summary>
    public static T AddTo<T>(this T part, ICollection<IDisposable> loaded)
        where T : IDisposable
    {
        loaded.Add(part);
        return part;
    }
}
