using System.Runtime.InteropServices;

namespace StreamBet.Core.Vision.Text;

/// <summary>Keeps Tesseract on the thread that calls it. It would otherwise start one thread per core for each line, and
/// waiting for them takes longer than the work.</summary>
internal static class SingleThread
{
    private static readonly SetThreads? Set = NativeLibrary.TryLoad("libgomp.so.1", out var library)
        ? Marshal.GetDelegateForFunctionPointer<SetThreads>(NativeLibrary.GetExport(library, "omp_set_num_threads"))
        : null;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetThreads(int count);

    /// <summary>Applies to the calling thread, for good.</summary>
    public static void Ensure() => Set?.Invoke(1);
}
