using System.Globalization;
using Inbox.Core.Channels;

namespace Inbox.Core.Cases.Drafts;

/// <summary>How much may go with one message, as the channel says.</summary>
public static class AttachmentLimit
{
    public const long Megabyte = 1_000_000;

    public static long Bytes(Channel channel) => channel.AttachmentMegabytes * Megabyte;

    /// <summary>Null when one more file of <paramref name="size"/> bytes fits beside those of <paramref name="before"/>.</summary>
    internal static Error? Check(Channel channel, long before, long size, string name)
    {
        var left = Bytes(channel) - before;
        if (size <= left)
        {
            return null;
        }

        var rest = before == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {Shown(Math.Max(left, 0))} are left");
        return new Error(ErrorKind.Invalid, "attachments_too_large", string.Create(
            CultureInfo.InvariantCulture,
            $"{name} has {Shown(size)}: the files of one message may have {channel.AttachmentMegabytes} MB in all on {channel.Name}{rest}."));
    }

    internal static Error? Check(Channel channel, IReadOnlyCollection<Attachment> files)
    {
        var sum = files.Sum(f => f.Size);
        return sum <= Bytes(channel) ? null : new Error(ErrorKind.Invalid, "attachments_too_large", string.Create(
            CultureInfo.InvariantCulture,
            $"These files have {Shown(sum)}: the files of one message may have {channel.AttachmentMegabytes} MB in all on {channel.Name}. Take some out."));
    }

    private static string Shown(long bytes) => bytes < Megabyte
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000d:0.#} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)Megabyte:0.#} MB");
}
