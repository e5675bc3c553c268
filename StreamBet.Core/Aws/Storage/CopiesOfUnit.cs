using StreamBet.Core.Kernel;

namespace StreamBet.Core.Aws.Storage;

/// <summary>Adds the copies of clips to a unit of work.</summary>
public static class CopiesOfUnit
{
    extension(IUnitOfWork unit)
    {
        /// <summary>Copies of clips that a bucket holds.</summary>
        public IClipCopyStore Copies => unit.Store<IClipCopyStore>();
    }
}
