using FluentValidation;

namespace Inbox.Core.Access;

/// <summary>What a password has to be.</summary>
internal static class PasswordRules
{
    public const int LeastLength = 10;
    public const int LeastDifferent = 5;
    private const int MostLength = 200;

    public static void MustBeGoodPassword<T>(this IRuleBuilderInitial<T, string> rule) => rule
        .Cascade(CascadeMode.Stop)
        .NotEmpty().WithMessage("Choose a password.")
        .MinimumLength(LeastLength).WithMessage($"A password has at least {LeastLength} characters; a few words in a row are good.")
        .MaximumLength(MostLength).WithMessage($"A password has at most {MostLength} characters.")
        .Must(p => p.Distinct().Count() >= LeastDifferent).WithMessage("This password repeats too few characters to be safe.");

    public static void MustBeName<T>(this IRuleBuilderInitial<T, string> rule) => rule
        .Cascade(CascadeMode.Stop)
        .NotEmpty().WithMessage("Say the name.")
        .MaximumLength(100).WithMessage("A name has at most 100 characters.");

    public static void MustBeEmail<T>(this IRuleBuilderInitial<T, string> rule) => rule
        .Cascade(CascadeMode.Stop)
        .NotEmpty().WithMessage("Say the mail address: it is how they sign in.")
        .MaximumLength(254).WithMessage("A mail address has at most 254 characters.")
        .EmailAddress().WithMessage("This is no mail address.");
}
