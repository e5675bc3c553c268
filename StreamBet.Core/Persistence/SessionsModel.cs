using Microsoft.EntityFrameworkCore;
using StreamBet.Core.People.Keys;
using StreamBet.Core.People.Sessions;

namespace StreamBet.Core.Persistence;

/// <summary>The tables of sessions, transfer codes and keys.</summary>
internal static class SessionsModel
{
    /// <summary>Adds the tables.</summary>
    public static void ConfigureSessions(this ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Session>(session =>
        {
            session.ToTable("sessions").HasKey(entity => entity.Id);
            session.Property(entity => entity.Role).HasConversion<string>().HasMaxLength(8);
            session.HasIndex(entity => entity.PersonId);
        });
        modelBuilder.Entity<TransferCode>(code =>
        {
            code.ToTable("transfer_codes").HasKey(entity => entity.Hash);
            code.HasIndex(entity => entity.PersonId).IsUnique();
        });
        modelBuilder.Entity<PersonKey>(key =>
        {
            key.ToTable("api_keys").HasKey(entity => entity.Id);
            key.Property(entity => entity.Role).HasConversion<string>().HasMaxLength(8);
            key.Ignore(entity => entity.EffectiveRole);
            key.HasIndex(entity => entity.PersonId);
        });
    }
}
