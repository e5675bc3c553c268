using System.Runtime.InteropServices;

namespace StreamBet.Core.Vision.Text;

/// <summary>Keeps Tesseract on the thread that calls it. It would otherwise spread each line over four threads, and waiting
/// for them takes longer than the work.</summary>
internal static class SingleThread
{
    // It names the number of its threads itself, so a limit on their number is ignored; one on the depth of parallel parts
    // is not.
    private static readonly SetNumber? SetMaxDepth = NativeLibrary.TryLoad("libgomp.so.1", out var library)
        ? Marshal.GetDelegateForFunctionPointer<SetNumber>(NativeLibrary.GetExport(library, "omp_set_max_active_levels"))
        : null;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetNumber(int number);

    /// <summary>Applies to the calling thread, for good.</summary>
    public static void Ensure() => SetMaxDepth?.Invoke(0);
}
