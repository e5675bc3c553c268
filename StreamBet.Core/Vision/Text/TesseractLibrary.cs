using System.Runtime.InteropServices;

namespace StreamBet.Core.Vision.Text;

/// <summary>The functions of Tesseract's C interface (its <c>capi.h</c>) that are in use.</summary>
internal sealed class TesseractLibrary
{
    private static readonly string[] Names = ["libtesseract.so.5", "libtesseract.5.dylib"];

    private TesseractLibrary(IntPtr library)
    {
        Version = Marshal.PtrToStringUTF8(Find<GetVersion>(library, "TessVersion")()) ?? "";
        Create = Find<CreateEngine>(library, "TessBaseAPICreate");
        Init = Find<InitEngine>(library, "TessBaseAPIInit3");
        Set = Find<SetVariable>(library, "TessBaseAPISetVariable");
        SetMode = Find<SetNumber>(library, "TessBaseAPISetPageSegMode");
        SetResolution = Find<SetNumber>(library, "TessBaseAPISetSourceResolution");
        SetPicture = Find<SetImage>(library, "TessBaseAPISetImage");
        GetText = Find<GetPointer>(library, "TessBaseAPIGetUTF8Text");
        GetMeanScore = Find<GetNumber>(library, "TessBaseAPIMeanTextConf");
        DeleteText = Find<Release>(library, "TessDeleteText");
        Delete = Find<Release>(library, "TessBaseAPIDelete");
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate IntPtr CreateEngine();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int InitEngine(
        IntPtr engine,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string folder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string language);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int SetVariable(
        IntPtr engine, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void SetNumber(IntPtr engine, int number);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void SetImage(IntPtr engine, byte[] pixels, int width, int height, int bytesPerPixel, int bytesPerRow);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate IntPtr GetPointer(IntPtr engine);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int GetNumber(IntPtr engine);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void Release(IntPtr pointer);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate IntPtr GetVersion();

    public string Version { get; }

    public CreateEngine Create { get; }

    public InitEngine Init { get; }

    public SetVariable Set { get; }

    public SetNumber SetMode { get; }

    public SetNumber SetResolution { get; }

    public SetImage SetPicture { get; }

    public GetPointer GetText { get; }

    public GetNumber GetMeanScore { get; }

    public Release DeleteText { get; }

    public Release Delete { get; }

    /// <summary>Loads the library; null if it is not installed or is another one than expected.</summary>
    /// <param name="names">The names to try; null for the usual ones.</param>
    public static TesseractLibrary? TryLoad(IReadOnlyList<string>? names = null)
    {
        foreach (var name in names ?? Names)
        {
            if (!NativeLibrary.TryLoad(name, out var library))
                continue;
            try
            {
                return new TesseractLibrary(library);
            }
            catch (EntryPointNotFoundException)
            {
                NativeLibrary.Free(library);
            }
        }

        return null;
    }

    private static T Find<T>(IntPtr library, string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
}
