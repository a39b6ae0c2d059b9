namespace Inbox.Core.Cases;

/// <summary>New: nobody has answered. Open: we owe an answer. Waiting: the customer owes. OnHold: a third party owes.</summary>
public enum CaseStatus { New, Open, Waiting, OnHold, Resolved, Closed, Spam }

public enum Priority { Low, Normal, High, Urgent }

/// <summary>Whether everybody can read a message where it was written.</summary>
public enum Visibility { Private, Public }

public enum Direction { Inbound, Outbound, Note }

/// <summary>
/// What no person wrote, to us or for us: an Acknowledgement is our own. Everything but <see cref="None"/> changes no
/// status and counts for no clock.
/// </summary>
public enum Automatic { None, AutoReply, Bounce, Complaint, List, Calendar, Acknowledgement }

public static class CaseStatuses
{
    public static bool IsOpen(this CaseStatus status) =>
        status is CaseStatus.New or CaseStatus.Open or CaseStatus.Waiting or CaseStatus.OnHold;
}

/// <summary>How a case is named to people: <c>C-1042</c>.</summary>
public static class CaseNumber
{
    public static string Format(long id) => $"C-{id}";

    /// <summary>Reads <c>C-1042</c>, <c>c-1042</c> or <c>1042</c>.</summary>
    public static bool TryParse(string? text, out long id)
    {
        var digits = text.AsSpan().Trim();
        if (digits.StartsWith("C-", StringComparison.OrdinalIgnoreCase))
        {
            digits = digits[2..];
        }

        return long.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out id);
    }
}
