using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Markets.Answers;

namespace StreamBet.Core.Persistence;

/// <summary>The table of kept answers.</summary>
internal static class AnswersModel
{
    /// <summary>Adds the table.</summary>
    public static void ConfigureAnswers(this ModelBuilder modelBuilder) => modelBuilder.Entity<KeptAnswer>(answer =>
    {
        answer.ToTable("kept_answers").HasKey(entity => new { entity.PersonId, entity.Key });
        answer.HasIndex(entity => entity.KeptAt);
    });
}
