using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace StreamBet.Core.Persistence;

/// <summary>Finds text that people typed, in upper or lower case, by SQL's LIKE.</summary>
internal static class LikePattern
{
    private const string Escape = "\\";

    /// <summary>Whether a column contains a text, in which no character has a meaning of its own.</summary>
    public static Expression<Func<T, bool>> Contains<T>(this StreamBetDb db, Expression<Func<T, string>> column, string text)
    {
        // No text that is kept has a control character, and PostgreSQL does not take all of them.
        text = text.Replace('\0', '\u0001');
        foreach (var special in new[] { Escape, "%", "_" })
            text = text.Replace(special, Escape + special, StringComparison.Ordinal);

        // SQLite's LIKE takes no notice of the case of English letters; PostgreSQL has an operator of its own for that.
        Expression<Func<string, string, bool>> like = db.Database.IsNpgsql()
            ? (content, pattern) => EF.Functions.ILike(content, pattern, Escape)
            : (content, pattern) => EF.Functions.Like(content, pattern, Escape);
        var call = (MethodCallExpression)like.Body;
        Expression<Func<string>> wanted = () => $"%{text}%";
        return Expression.Lambda<Func<T, bool>>(
            call.Update(null, [call.Arguments[0], column.Body, wanted.Body, call.Arguments[3]]), column.Parameters);
    }
}
