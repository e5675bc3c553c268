using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ContactSheets;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.LocalFiles;

/// <summary>Registers the folders that hold clips and their evidence frames.</summary>
public static class LocalFilesSetup
{
    /// <summary>Adds the two folders, both in the data directory.</summary>
    public static IServiceCollection AddLocalFiles(this IServiceCollection services) => services
        .AddSingleton(provider => new FolderClipStore(FolderOf(provider, "clips")))
        .AddSingleton<IClipStore>(provider => provider.GetRequiredService<FolderClipStore>())
        .AddSingleton(provider => new FolderFrameStore(FolderOf(provider, "evidence")))
        .AddSingleton<IFrameStore>(provider => provider.GetRequiredService<FolderFrameStore>())
        .AddSingleton<ISheetStore>(provider => provider.GetRequiredService<FolderFrameStore>());

    private static string FolderOf(IServiceProvider provider, string name) =>
        Path.Combine(provider.GetRequiredService<IOptions<StreamBetOptions>>().Value.DataDirectory, name);
}
