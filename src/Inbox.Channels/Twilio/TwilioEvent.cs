using System.Globalization;
using Inbox.Channels.Social;

namespace Inbox.Channels.Twilio;

/// <summary>One event of a call, or one text.</summary>
internal static class TwilioEvent
{
    public static IEnumerable<SocialPost> Read(TwilioParameters parameters)
    {
        var text = parameters.Sid("MessageSid", "SM", "MM") ?? parameters.Get("SmsMessageSid", "SmsSid");
        if (text is not null)
        {
            // Without words or media it tells what became of a text of ours.
            return parameters.Get("Body") is not null || Media(parameters).Count > 0 ? [Text(text, parameters)] : [];
        }

        return parameters.Sid("CallSid", "CA") is { } call ? [Call(call, parameters)] : [];
    }

    private static SocialPost Call(string sid, TwilioParameters parameters)
    {
        var outbound = IsOutbound(parameters);
        var number = outbound ? parameters.Get("To", "Called") : parameters.Get("From", "Caller");
        var recording = parameters.Get("RecordingUrl");
        return new SocialPost
        {
            ExternalId = sid,
            Kind = SocialKind.Call,
            ConversationId = parameters.Get("ParentCallSid") ?? sid,
            Author = number is null ? SocialAuthor.Unknown : new SocialAuthor(number, outbound ? "" : parameters.Get("CallerName") ?? ""),
            Text = parameters.Get("TranscriptionText", "SpeechResult") ?? Summary(parameters),
            PostedAt = SocialTime.Parse(parameters.Get("RecordingStartTime", "StartTime", "Timestamp", "DateCreated")),
            EditedAt = SocialTime.Parse(parameters.Get("Timestamp", "DateUpdated")),
            Visibility = SocialVisibility.Direct,
            Attachments = recording is not null && SocialHtml.IsWeb(recording) ? [new SocialAttachment(recording, "audio", Id: parameters.Get("RecordingSid"))] : [],
            Own = outbound,
            Reason = parameters.Get("TranscriptionStatus") is not null ? "transcription" : parameters.Get("RecordingStatus") is not null ? "recording" : parameters.Get("CallStatus", "Status"),
        };
    }

    private static SocialPost Text(string sid, TwilioParameters parameters)
    {
        var outbound = IsOutbound(parameters);
        var from = parameters.Get("From") ?? "";
        var body = parameters.Get("Body") ?? "";
        return new SocialPost
        {
            ExternalId = sid,
            Kind = SocialKind.Direct,
            ConversationId = outbound ? parameters.Get("To") : from.Length > 0 ? from : null,
            ReplyTo = parameters.Get("OriginalRepliedMessageSid"),
            Author = new SocialAuthor(from, parameters.Get("ProfileName") ?? ""),
            Text = body,
            Html = body.Length == 0 ? null : SocialHtml.FromText(body),
            PostedAt = SocialTime.Parse(parameters.Get("DateSent", "DateCreated", "Timestamp")),
            Visibility = SocialVisibility.Direct,
            Attachments = Media(parameters),
            Own = outbound,
        };
    }

    /// <summary>What is known of the call in a line: nobody wrote any words.</summary>
    private static string Summary(TwilioParameters parameters)
    {
        var (from, to) = (parameters.Get("From", "Caller"), parameters.Get("To", "Called"));
        var ends = from is null && to is null ? "Call" : $"Call from {from ?? "a withheld number"}{(to is null ? "" : " to " + to)}";
        var status = parameters.Get("CallStatus") ?? (parameters.Get("RecordingStatus") is { } recorded ? "recording " + recorded : parameters.Get("TranscriptionStatus") is { } transcribed ? "transcription " + transcribed : parameters.Get("Status"));
        var duration = parameters.Get("CallDuration", "RecordingDuration", "Duration");
        return ends + (status is null ? "" : ": " + status)
            + (int.TryParse(duration, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? string.Create(CultureInfo.InvariantCulture, $", {seconds} s") : "");
    }

    private static bool IsOutbound(TwilioParameters parameters) => parameters.Get("Direction") is { } direction && direction.StartsWith("outbound", StringComparison.OrdinalIgnoreCase);

    // At most ten (twilio.com/docs/messaging).
    private static IReadOnlyList<SocialAttachment> Media(TwilioParameters parameters) =>
    [
        .. from i in Enumerable.Range(0, 10)
           let url = parameters.Get(string.Create(CultureInfo.InvariantCulture, $"MediaUrl{i}"))
           where url is not null && SocialHtml.IsWeb(url)
           select new SocialAttachment(url, parameters.Get(string.Create(CultureInfo.InvariantCulture, $"MediaContentType{i}")) ?? "file"),
    ];
}
