using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips.ReferencePictures;

/// <summary>Adds the reference pictures to a unit of work.</summary>
public static class PicturesOfUnit
{
    extension(IUnitOfWork unit)
    {
        /// <summary>Reference pictures.</summary>
        public IPictureStore Pictures => unit.Store<IPictureStore>();
    }
}
