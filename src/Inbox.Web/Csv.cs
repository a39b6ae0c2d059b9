using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace Inbox.Web;

/// <summary>A table as RFC 4180 text that spreadsheets open without running what strangers wrote.</summary>
internal static class Csv
{
    public static FileContentResult File(string name, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder();
        Line(text, header);
        foreach (var row in rows)
        {
            Line(text, row);
        }

        // The mark tells spreadsheets that this is UTF-8.
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
        return new FileContentResult(bytes, "text/csv; charset=utf-8") { FileDownloadName = name };
    }

    private static void Line(StringBuilder text, IReadOnlyList<object?> cells) =>
        text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    private static string Cell(object? value) => value switch
    {
        null => "",
        string words => Quote(words),
        DateTimeOffset at => Shown.Iso(at),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>A leading =, +, - or @ would be taken for a formula.</summary>
    private static string Quote(string words)
    {
        var safe = words.Length > 0 && words[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + words : words;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
