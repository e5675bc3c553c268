using StreamBet.Core.Kernel;

namespace StreamBet.Core.Markets.Answers;

/// <summary>Adds the kept answers to a unit of work.</summary>
public static class AnswersOfUnit
{
    extension(IUnitOfWork unit)
    {
        /// <summary>Answers that are kept by their idempotency keys.</summary>
        public IAnswerStore Answers => unit.Store<IAnswerStore>();

        /// <summary>Keeps an answer, to be committed with what it tells of.</summary>
        /// <exception cref="InvalidOperationException">Its key has an answer that is still kept.</exception>
        public Task KeepAsync(KeptAnswer answer, CancellationToken cancellationToken) =>
            unit.Answers.KeepAsync(answer, answer.KeptAt - AnswerKeeper.KeptFor, cancellationToken);
    }
}
