using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Api;

/// <summary>Reads the forms of POST /api/analyze and POST /api/verdicts part by part from the request body, so that the clip is never held in
/// memory.</summary>
internal sealed class ClipForm(HttpRequest request)
{
    private const int BufferBytes = 64 * 1024;
    private const int MaxTextLength = 1024;
    private const int MaxCriterionLength = 8 * 1024;

    private readonly MultipartReader _reader = new(BoundaryOf(request), request.Body, BufferBytes);

    /// <summary>Reads up to and including the header of the file part.</summary>
    /// <exception cref="RefusedException">The form is invalid (400).</exception>
    public async Task<ClipPart> ReadToFileAsync(CancellationToken cancellationToken)
    {
        var marketIds = ParseIds(request.Query["bet_ids"]).ToList();
        var sharesFrames = ParseChoice("share_frames", request.Query["share_frames"]);
        var readsText = ParseChoice("read_text", request.Query["read_text"]);
        var seen = new HashSet<string>();
        while (await NextAsync(cancellationToken) is { } section)
        {
            var disposition = section.GetContentDispositionHeader();
            var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? "").Value;
            if (name is "bet_ids" or "share_frames" or "read_text")
            {
                if (!seen.Add(name))
                    throw Wrong($"invalid_{name}", $"The field \"{name}\" comes once.");
                var text = await ReadTextAsync(section, name, cancellationToken);
                if (name == "bet_ids")
                    marketIds.AddRange(ParseIds(text));
                else if (name == "share_frames")
                    sharesFrames = ParseChoice(name, text);
                else
                    readsText = ParseChoice(name, text);
            }
            else if (name == "file")
            {
                return new ClipPart(FileNameOf(disposition!), marketIds, sharesFrames, readsText, section.Body);
            }
            else
            {
                throw Wrong("unknown_field", "The form has fields \"bet_ids\", \"share_frames\", \"read_text\" and \"file\" alone, the file last.");
            }
        }

        throw NoFile();
    }

    /// <summary>Reads the criterion and up to and including the header of the file part, which alone may follow it.</summary>
    /// <exception cref="RefusedException">The form is invalid (400).</exception>
    public async Task<(string Criterion, ClipPart Clip)> ReadCriterionToFileAsync(CancellationToken cancellationToken)
    {
        string? criterion = null;
        while (await NextAsync(cancellationToken) is { } section)
        {
            var disposition = section.GetContentDispositionHeader();
            switch (HeaderUtilities.RemoveQuotes(disposition?.Name ?? "").Value)
            {
                case "criterion" when criterion is null:
                    criterion = await ReadTextAsync(section, "criterion", cancellationToken, MaxCriterionLength);
                    break;
                case "criterion":
                    throw Wrong("invalid_criterion", "The field \"criterion\" comes once.");
                case "file" when criterion is null:
                    throw Wrong("invalid_criterion", "Put a field \"criterion\" before the file: it says what the clip is asked.");
                case "file":
                    return (criterion, new ClipPart(FileNameOf(disposition!), [], false, false, section.Body));
                default:
                    throw Wrong("unknown_field", "The form has the fields \"criterion\" and \"file\" alone, the file last.");
            }
        }

        throw NoFile();
    }

    /// <summary>Makes sure that nothing follows the file: markets named after it could not be locked in time.</summary>
    /// <exception cref="RefusedException">A field follows the file (400).</exception>
    public async Task EnsureEndAsync(CancellationToken cancellationToken)
    {
        if (await NextAsync(cancellationToken) is not null)
            throw Wrong("field_after_file", "The field \"file\" must be the form's last; put the others before it.");
    }

    private async Task<MultipartSection?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadNextSectionAsync(cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw Wrong("invalid_form", "The body is not a well-formed multipart/form-data form.");
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw Incomplete();
        }
    }

    private static string FileNameOf(ContentDispositionHeaderValue disposition)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
        return string.IsNullOrEmpty(name) ? throw Wrong("no_file_name", "The part \"file\" has no file name.") : name;
    }

    private static async Task<string> ReadTextAsync(
        MultipartSection section, string name, CancellationToken cancellationToken, int maxLength = MaxTextLength)
    {
        var buffer = new byte[maxLength + 1];
        int read;
        try
        {
            read = await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw Incomplete();
        }

        return read <= maxLength
            ? Encoding.UTF8.GetString(buffer, 0, read)
            : throw Wrong($"invalid_{name}", $"The field \"{name}\" is longer than {maxLength} bytes.");
    }

    private static IEnumerable<long> ParseIds(string? text)
    {
        foreach (var id in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Wrong("invalid_bet_ids", "The field \"bet_ids\" is a list of market numbers such as 1,2.");
        }
    }

    // Accepts only true and false, since consent must be unambiguous.
    private static bool ParseChoice(string name, string? text) => text?.Trim() switch
    {
        null or "" or "false" => false,
        "true" => true,
        _ => throw Wrong($"invalid_{name}", $"The field \"{name}\" is true or false."),
    };

    private static string BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 70 } boundary
            ? boundary.Value!
            : throw new RefusedException(
                RefusalKind.Unsupported, "not_multipart",
                "Send the clip as multipart/form-data in a field \"file\", as curl does with -F file=@clip.mp4.");

    private static RefusedException NoFile() => Wrong(
        "no_file", "The form holds no part \"file\". Send the clip as multipart/form-data in a field \"file\".");

    private static RefusedException Incomplete() => new(new Refusal(
        RefusalKind.Invalid, "upload_incomplete", "The body stopped before the form's end. Send the clip again.")
    {
        IsPassing = true,
    });

    private static RefusedException Wrong(string code, string sentence) => new(RefusalKind.Invalid, code, sentence);
}

/// <summary>The clip's part of the form.</summary>
/// <param name="FileName">Its name, as the sender gave it.</param>
/// <param name="MarketIds">The markets named in the form.</param>
/// <param name="SharesFrames">Whether anyone may see its evidence frames.</param>
/// <param name="ReadsText">Whether the sender wants to know the text in it.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record ClipPart(
    string FileName, IReadOnlyList<long> MarketIds, bool SharesFrames, bool ReadsText, Stream Body);
