using Inbox.Core.Cases;
using Inbox.Core.Departments;
using Inbox.Core.Jobs;
using Inbox.Core.Routing.Learning;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Routing.Learning;

public sealed class LearnDepartmentsTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Answered_cases_teach_every_department()
    {
        await _company.AllowAsync(LearningMode.Suggest);
        await _company.AnsweredAsync(each: 80);

        (await _company.LearnAsync()).ShouldBeFalse();

        var model = (await _company.ModelAsync())!;
        (model.Missing, model.Cases, model.TrainedAt).ShouldBe((null, 240, Now));
        model.Accuracy.ShouldBeGreaterThan(0.9);
        model.CalibrationError.ShouldBeLessThan(0.1);
        model.Departments.Select(d => (d.DepartmentId, d.Cases)).ShouldBe([(_company.Support.Id, 80), (_company.Billing.Id, 80), (_company.Repair.Id, 80)]);
        TextClassifier.Read(model.Data)!.Predict("", "my invoice was charged twice, refund the money").Best!.Value.DepartmentId.ShouldBe(_company.Billing.Id);
    }

    [Fact]
    public async Task Too_few_cases_are_said_to_be_too_few_and_what_was_learnt_before_stays()
    {
        await _company.AllowAsync(LearningMode.Suggest);
        var ids = await _company.AnsweredAsync(each: 80);
        await _company.LearnAsync();
        var before = (await _company.ModelAsync())!;
        await _company.DbAsync(db => db.Cases.Where(c => c.Id > ids[179]).ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, CaseStatus.Spam)));
        _company.Clock.Advance(TimeSpan.FromDays(1));

        await _company.LearnAsync();

        var model = (await _company.ModelAsync())!;
        model.Missing.ShouldBe("It needs 20 more: it learns from 200 cases that somebody answered or resolved, and there are 180 so far.");
        (model.TriedAt, model.TrainedAt).ShouldBe((Now, before.TrainedAt));
        model.Data.ShouldBe(before.Data);
    }

    [Fact]
    public async Task One_department_alone_teaches_nothing()
    {
        await _company.AllowAsync(LearningMode.Suggest);
        await _company.AnsweredAsync([_company.Support.Id], each: 210);
        await _company.AnsweredAsync([_company.Billing.Id], each: 19);

        await _company.LearnAsync();

        var model = (await _company.ModelAsync())!;
        model.Missing.ShouldBe("It needs two departments with 20 such cases each. Only Support has as many.");
        model.Data.ShouldBeNull();
    }

    [Fact]
    public async Task Department_with_few_cases_is_left_out()
    {
        await _company.AllowAsync(LearningMode.Suggest);
        await _company.AnsweredAsync([_company.Support.Id, _company.Billing.Id], each: 100);
        await _company.AnsweredAsync([_company.Repair.Id], each: 19);

        await _company.LearnAsync();

        (await _company.ModelAsync())!.Departments.Select(d => d.DepartmentId).ShouldBe([_company.Support.Id, _company.Billing.Id]);
    }

    [Fact]
    public async Task Only_cases_that_somebody_took_care_of_and_whose_first_word_a_person_said_are_read()
    {
        await _company.AllowAsync(LearningMode.Suggest);
        var ids = await _company.AnsweredAsync(each: 80);
        await _company.DbAsync(async db =>
        {
            await db.Database.ExecuteSqlAsync($"UPDATE cases SET touched_by_person = false WHERE id = {ids[0]}");
            await db.Database.ExecuteSqlAsync($"UPDATE cases SET last_answer_at = NULL WHERE id = {ids[1]}");
            await db.Database.ExecuteSqlAsync($"UPDATE cases SET status = 'Spam' WHERE id = {ids[2]}");
            await db.Database.ExecuteSqlAsync($"UPDATE cases SET folded_into_id = {ids[9]} WHERE id = {ids[3]}");
            await db.Database.ExecuteSqlAsync($"UPDATE messages SET automatic = 'AutoReply' WHERE case_id = {ids[4]}");
            await db.Database.ExecuteSqlAsync($"UPDATE messages SET direction = 'Outbound' WHERE case_id = {ids[5]}");
            await db.Database.ExecuteSqlAsync($"UPDATE messages SET subject = '…', reply_text = '?' WHERE case_id = {ids[6]}");

            // These are read: resolved without an answer, and moved by a person.
            await db.Database.ExecuteSqlAsync($"UPDATE cases SET last_answer_at = NULL, resolved_at = now() WHERE id = {ids[7]}");
            await db.Database.ExecuteSqlAsync($"UPDATE cases SET last_answer_at = NULL WHERE id = {ids[8]}");
            return await db.Database.ExecuteSqlAsync(
                $"INSERT INTO routing_corrections VALUES ({ids[8]}, 'Channel', NULL, {_company.Support.Id}, {_company.Repair.Id}, now(), {_company.Ana.AgentId!.Value})");
        });

        await _company.LearnAsync();

        (await _company.ModelAsync())!.Cases.ShouldBe(240 - 7);
    }

    [Fact]
    public async Task Confidential_departments_are_learnt_from_only_if_the_admin_says_so()
    {
        await _company.SetAsync(async db => (await db.Departments.SingleAsync(d => d.Id == _company.Billing.Id)).Confidential = true);
        await _company.AnsweredAsync(each: 100);
        await _company.AllowAsync(LearningMode.Suggest);
        await _company.LearnAsync();
        (await _company.ModelAsync())!.Departments.Select(d => d.DepartmentId).ShouldBe([_company.Support.Id, _company.Repair.Id]);

        await _company.AllowAsync(LearningMode.Suggest, confidential: true);
        await _company.LearnAsync();
        (await _company.ModelAsync())!.Departments.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Nothing_is_learnt_while_it_is_off_unless_an_admin_asks()
    {
        await _company.AnsweredAsync(each: 80);
        await _company.LearnAsync();
        (await _company.ModelAsync()).ShouldBeNull();

        (await _company.SendAsync(new AskToLearn.Command(LearningCompany.Admin))).IsOk.ShouldBeTrue();
        (await _company.LearnAsync()).ShouldBeFalse();

        (await _company.ModelAsync())!.Cases.ShouldBe(240);
        (await _company.DbAsync(db => db.LearningSettings.SingleAsync())).AskedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Asking_makes_one_node_learn_at_once_and_all_use_it()
    {
        await using var other = Node.Of(_company);
        await _company.AnsweredAsync(each: 80);
        await _company.AllowAsync(LearningMode.Suggest);
        await _company.RunAsync<JobWorker>();
        await other.RunAsync<JobWorker>();
        await Eventually.IsAsync(async () => (await _company.ModelAsync()) is { TrainedAt: not null });
        var first = (await _company.ModelAsync())!.TrainedAt;
        _company.Clock.Advance(TimeSpan.FromMinutes(10));

        await _company.SendAsync(new AskToLearn.Command(LearningCompany.Admin));

        await Eventually.IsAsync(async () => (await _company.ModelAsync())!.TrainedAt > first);
        (await _company.DbAsync(db => db.LearntModels.CountAsync())).ShouldBe(1);
        (await other.RulesAsync()).Learnt!.Cases.ShouldBe(240);
    }

    private DateTimeOffset Now => Core.Clock.Stored(_company.Clock.GetUtcNow());
}
