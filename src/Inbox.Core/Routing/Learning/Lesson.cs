namespace Inbox.Core.Routing.Learning;

/// <summary>A past case as the classifier learns from it: the features of its first message, and who had it in the end.</summary>
/// <param name="Corrected">A person had to move it there: it tells more than one that lay right.</param>
internal sealed record Lesson(int[] Features, long DepartmentId, bool Corrected)
{
    public static Lesson Of(string subject, string body, long departmentId, bool corrected = false) =>
        new(TextFeatures.Of(subject, body), departmentId, corrected);
}
