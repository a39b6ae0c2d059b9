using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Routing;
using Inbox.Core.Routing.Learning;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Routing.Learning;

/// <summary>Mails are filed by a node that has learnt; the door belongs to Support.</summary>
public sealed class LearntFilingTests : IAsyncLifetime
{
    private const string Money = "charged twice on my card, please refund the payment and the invoice, my receipt is with the bank";
    private const string Broken = "the motor stopped with noise, my handle is broken, please repair the engine with warranty";
    private const string Mine = "password and login of my account, the screen is locked, please help with the website";
    private Company _company = null!;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        await _company.AnsweredAsync(each: 100);
        await _company.AllowAsync(LearningMode.Suggest);
        await _company.LearnAsync();
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Switched_off_it_does_nothing()
    {
        await _company.AllowAsync(LearningMode.Off);

        var filed = await FileAsync(Money);

        (filed.DepartmentId, filed.RoutedBy, filed.SuggestedDepartmentId, filed.SuggestedPercent).ShouldBe((_company.Support.Id, RoutedBy.Channel, null, null));
    }

    [Fact]
    public async Task Suggestion_stands_on_the_case_and_the_case_stays()
    {
        var filed = await FileAsync(Money);

        (filed.DepartmentId, filed.RoutedBy, filed.SuggestedDepartmentId).ShouldBe((_company.Support.Id, RoutedBy.Channel, _company.Billing.Id));
        filed.SuggestedPercent!.Value.ShouldBeInRange(80, 99);
        filed.RoutingReason.ShouldBe("Support mail belongs to Support");
    }

    [Theory]
    [InlineData(Mine)]
    [InlineData("Chanterez-vous dimanche à la chorale du village ?")]
    public async Task Nothing_is_suggested_where_it_lies_right_or_reads_like_nothing_known(string text) =>
        (await FileAsync(text)).SuggestedDepartmentId.ShouldBeNull();

    [Fact]
    public async Task Sure_enough_it_routes_and_says_why()
    {
        await _company.AllowAsync(LearningMode.Route);

        var filed = await FileAsync(Money);

        (filed.DepartmentId, filed.RoutedBy, filed.RoutingRuleId).ShouldBe((_company.Billing.Id, RoutedBy.Learning, null));
        filed.RoutingReason.ShouldBe($"no rule matched; it reads like Billing ({filed.SuggestedPercent} % sure), learnt from 300 cases");
    }

    [Fact]
    public async Task Contractor_is_offered_the_case_and_never_given_it()
    {
        await _company.AllowAsync(LearningMode.Route);

        var filed = await FileAsync(Broken);

        (filed.DepartmentId, filed.OfferedToId, filed.RoutedBy).ShouldBe((_company.Support.Id, _company.Repair.Id, RoutedBy.Learning));
        var offer = await _company.DbAsync(db => db.Handoffs.SingleAsync(h => h.CaseId == filed.Id));
        (offer.OfferedById, offer.Reason).ShouldBe((null, filed.RoutingReason));
    }

    [Fact]
    public async Task Confidential_department_is_named_only_if_the_admin_says_so()
    {
        await _company.SetAsync(async db => (await db.Departments.SingleAsync(d => d.Id == _company.Billing.Id)).Confidential = true);
        (await FileAsync(Money)).SuggestedDepartmentId.ShouldBeNull();

        await _company.AllowAsync(LearningMode.Suggest, confidential: true);
        (await FileAsync(Money)).SuggestedDepartmentId.ShouldBe(_company.Billing.Id);
    }

    [Fact]
    public async Task Case_that_a_person_gives_to_a_department_is_left_alone()
    {
        await _company.AllowAsync(LearningMode.Route);
        var opened = await _company.SendAsync(new OpenCase.Command(
            "Refund", Money, new OpenCase.Person("email", "nora@mail.example", "Nora"), _company.Mail.Id, _company.Support.Id, Priority: null, [], _company.Ana));

        var found = await _company.CaseAsync(opened.Value);
        (found.DepartmentId, found.RoutedBy, found.SuggestedDepartmentId).ShouldBe((_company.Support.Id, null, null));
    }

    [Fact]
    public async Task Bytes_of_another_version_are_left_alone_and_mail_is_filed()
    {
        await _company.SetAsync(async db =>
        {
            var model = await db.LearntModels.SingleAsync();
            (model.Data, model.TrainedAt) = ([1, 2, 3], model.TrainedAt!.Value.AddSeconds(1));
        });

        (await FileAsync(Money)).RoutedBy.ShouldBe(RoutedBy.Channel);
    }

    [Fact]
    public async Task Settings_are_for_admins_and_keep_to_their_bounds()
    {
        (await _company.SendAsync(new SaveLearning.Command(0, LearningMode.Route, 90, Confidential: false, _company.Ana))).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await _company.SendAsync(new AskToLearn.Command(_company.Ana with { Role = Role.Manager }))).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        await Should.ThrowAsync<FluentValidation.ValidationException>(_company.SendAsync(new SaveLearning.Command(0, LearningMode.Route, 100, Confidential: false, LearningCompany.Admin)));

        (await _company.SendAsync(new SaveLearning.Command(0, LearningMode.Route, 90, Confidential: true, LearningCompany.Admin))).IsOk.ShouldBeTrue();
        (await _company.SendAsync(new SaveLearning.Command(0, LearningMode.Off, 80, Confidential: false, LearningCompany.Admin))).Error!.Kind.ShouldBe(ErrorKind.Conflict);

        (await FileAsync(Money)).RoutedBy.ShouldBe(RoutedBy.Learning);
    }

    private async Task<Core.Cases.Case> FileAsync(string text) => await _company.CaseAsync(await _company.MailAsync(Mails.Of(subject: "Hello", text: text)));
}
