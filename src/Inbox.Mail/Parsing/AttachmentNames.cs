using System.Globalization;

namespace Inbox.Mail.Parsing;

/// <summary>Names for attachments that came without one, and what a reader should know about special parts.</summary>
internal static class AttachmentNames
{
    /// <summary>In this order: of several types with one extension the first is meant by the extension.</summary>
    private static readonly List<KeyValuePair<string, string>> Extensions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["text/plain"] = ".txt", ["message/rfc822"] = ".eml", ["message/global"] = ".eml", ["message/delivery-status"] = ".txt",
        ["message/disposition-notification"] = ".txt", ["message/feedback-report"] = ".txt", ["text/rfc822-headers"] = ".txt",
        ["text/html"] = ".html", ["text/calendar"] = ".ics", ["text/csv"] = ".csv",
        ["text/x-vcard"] = ".vcf", ["text/vcard"] = ".vcf", ["image/jpeg"] = ".jpg", ["image/png"] = ".png",
        ["image/gif"] = ".gif", ["image/webp"] = ".webp", ["image/svg+xml"] = ".svg", ["image/tiff"] = ".tif",
        ["image/bmp"] = ".bmp", ["image/heic"] = ".heic", ["application/pdf"] = ".pdf", ["application/zip"] = ".zip",
        ["application/json"] = ".json", ["application/xml"] = ".xml", ["text/xml"] = ".xml", ["application/gzip"] = ".gz",
        ["application/msword"] = ".doc", ["application/vnd.ms-excel"] = ".xls", ["audio/mpeg"] = ".mp3",
        ["audio/wav"] = ".wav", ["video/mp4"] = ".mp4", ["application/pgp-signature"] = ".asc",
        ["application/pgp-keys"] = ".asc", ["application/pkcs7-signature"] = ".p7s", ["application/pkcs7-mime"] = ".p7m",
        ["application/ms-tnef"] = ".dat",
    }.ToList();

    public static string For(MailPart part, int number)
    {
        if (part.ContentType.MediaType is "message/rfc822" or "message/global" && EmbeddedSubject(part) is { } subject)
        {
            return subject + ".eml";
        }
        var name = "attachment-" + number.ToString(CultureInfo.InvariantCulture);
        return name + Extensions.Find(pair => pair.Key.Equals(part.ContentType.MediaType, StringComparison.Ordinal)).Value;
    }

    public static string TypeOf(string name)
    {
        var extension = Path.GetExtension(name).ToLowerInvariant();
        return extension.Length == 0
            ? "application/octet-stream"
            : Extensions.Find(pair => pair.Value.Equals(extension, StringComparison.Ordinal)).Key ?? "application/octet-stream";
    }

    public static string? LabelOf(ContentType type, ContentType? parent) => type.MediaType switch
    {
        "application/pkcs7-signature" or "application/x-pkcs7-signature" => "S/MIME signature",
        "application/pkcs7-mime" or "application/x-pkcs7-mime" =>
            type["smime-type"] is "signed-data" ? "S/MIME signed content" : "S/MIME encrypted content",
        "application/pgp-signature" => "PGP signature",
        "application/pgp-encrypted" => "PGP encryption version",
        "application/pgp-keys" => "PGP key",
        "application/octet-stream" when parent?.Is("multipart/encrypted") == true => "PGP encrypted content",
        "application/applefile" => "Resource fork of a Macintosh file",
        "text/calendar" or "application/ics" => "Calendar entry",
        "message/delivery-status" => "Delivery report",
        "message/disposition-notification" => "Read receipt",
        "message/feedback-report" => "Complaint report",
        "message/external-body" => "Reference to a file elsewhere",
        "message/partial" => "Piece of a mail sent in several",
        _ => null,
    };

    private static string? EmbeddedSubject(MailPart part)
    {
        var headers = HeaderReader.ReadStart(part);
        return FileNames.Clean(headers["Subject"]?.Replace('/', '-').Replace('\\', '-'));
    }
}
