using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Jobs;
using Inbox.Core.Macros;
using Inbox.Core.Playbooks;
using Inbox.Core.Routing;
using Inbox.Core.Sla;
using Inbox.Core.Tags;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Tags;

public sealed class TagTests : IAsyncLifetime
{
    private static readonly Actor Admin = new(AgentId: null, "Ada", Role.Admin, [], Everywhere: true);

    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Tag_is_written_as_in_the_list()
    {
        await SavedAsync("Refund");
        var id = await _company.MailAsync(Mails.Of());

        await TagAsync(id, "refund", "REFUND ", "other");

        (await _company.CaseAsync(id)).Tags.ShouldBe(["Refund", "other"]);
    }

    [Fact]
    public async Task Only_tags_of_the_list_are_given_when_the_company_says_so()
    {
        await SavedAsync("refund");
        await SavedAsync("old", archived: true);
        var id = await _company.MailAsync(Mails.Of());
        await TagAsync(id, "free");
        (await _company.SendAsync(new ChooseTagging.Command(OnlyFromList: true, Admin))).IsOk.ShouldBeTrue();

        (await TagAsync(id, "free", "invented")).Error!.Message.ShouldContain("“invented” is not on the list");
        (await TagAsync(id, "free", "old")).Error!.Code.ShouldBe("tag_not_listed");
        (await _company.SendAsync(new UpdateCase.Command(id, null, null, null, ["invented"], null, null, _company.Ana))).Error!.Code.ShouldBe("tag_not_listed");
        (await _company.SendAsync(new OpenCase.Command("S", "T", new("email", "a@mail.example", ""), _company.Mail.Id, null, null, ["invented"], Admin))).Error!.Code.ShouldBe("tag_not_listed");
        var rule = await Should.ThrowAsync<FluentValidation.ValidationException>(_company.SendAsync(
            new SaveRoutingRule.Command(null, 0, "r", true, new RuleConditions(), new RuleActions { Tags = ["invented"] }, Admin)));
        rule.Errors.Single().ErrorMessage.ShouldContain("not on the list");
        (await TagAsync(id, "free", "refund")).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task New_name_goes_to_settings_at_once_and_to_cases_in_the_background()
    {
        var tag = await SavedAsync("refund");
        var first = await _company.MailAsync(Mails.Of());
        var both = await _company.MailAsync(Mails.Of(from: "b@mail.example"));
        await TagAsync(first, "a", "refund", "z");
        await TagAsync(both, "refund", "money back");
        await _company.SetAsync(db =>
        {
            db.RoutingRules.Add(new RoutingRule { Name = "r", Tags = ["refund"] });
            db.SlaPolicies.Add(new SlaPolicy { Name = "p", Position = 9, Tag = "refund" });
            db.Macros.Add(new Macro { Name = "m", Actions = new MacroActions { AddTags = ["refund"], RemoveTags = ["x"] } });
            db.Playbooks.Add(new Playbook { Name = "b", Tag = "Refund" });
            return Task.CompletedTask;
        });

        (await _company.SendAsync(new SaveTag.Command(tag, 0, "money back", "", 1, Archived: false, Admin))).IsOk.ShouldBeTrue();
        await RunAsync();

        (await _company.CaseAsync(first)).Tags.ShouldBe(["a", "money back", "z"]);
        (await _company.CaseAsync(both)).Tags.ShouldBe(["money back"]);
        (await _company.DbAsync(db => db.RoutingRules.Select(r => r.Tags).SingleAsync())).ShouldBe(["money back"]);
        (await _company.DbAsync(db => db.SlaPolicies.Where(p => p.Name == "p").Select(p => p.Tag).SingleAsync())).ShouldBe("money back");
        (await _company.DbAsync(db => db.Macros.SingleAsync())).Actions.AddTags.ShouldBe(["money back"]);
        (await _company.DbAsync(db => db.Playbooks.Select(p => p.Tag).SingleAsync())).ShouldBe("money back");
    }

    [Fact]
    public async Task Case_that_gets_the_old_name_from_a_node_with_old_rules_follows_too()
    {
        var tag = await SavedAsync("refund");
        await _company.SendAsync(new SaveTag.Command(tag, 0, "money back", "", 1, Archived: false, Admin));
        await RunAsync();
        var late = await _company.MailAsync(Mails.Of());
        await _company.DbAsync(db => db.Database.ExecuteSqlAsync($"UPDATE cases SET tags = ARRAY['refund'] WHERE id = {late}"));

        await RunAsync();
        (await _company.CaseAsync(late)).Tags.ShouldBe(["money back"]);

        _company.Clock.Advance(TimeSpan.FromMinutes(2));
        await RunAsync();
        (await _company.DbAsync(db => db.TagChanges.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Merged_tags_are_one_whether_the_first_was_listed_or_not()
    {
        var into = await SavedAsync("refund");
        await SavedAsync("reimburse");
        var id = await _company.MailAsync(Mails.Of());
        await TagAsync(id, "reimburse", "cash back");

        (await _company.SendAsync(new MergeTags.Command("reimburse", into, Admin))).IsOk.ShouldBeTrue();
        (await _company.SendAsync(new MergeTags.Command("cash back", into, Admin))).IsOk.ShouldBeTrue();
        await RunAsync();

        (await _company.CaseAsync(id)).Tags.ShouldBe(["refund"]);
        (await _company.DbAsync(db => db.Tags.Select(t => t.Name).ToListAsync())).ShouldBe(["refund"]);
    }

    [Fact]
    public async Task Tag_that_a_setting_names_is_not_deleted_and_any_other_leaves_the_cases()
    {
        var (used, plain) = (await SavedAsync("refund"), await SavedAsync("gone"));
        await _company.SetAsync(db =>
        {
            db.SlaPolicies.Add(new SlaPolicy { Name = "Money", Position = 9, Tag = "refund" });
            return Task.CompletedTask;
        });
        var id = await _company.MailAsync(Mails.Of());
        await TagAsync(id, "gone", "kept");

        (await _company.SendAsync(new DeleteTag.Command(used, Admin))).Error!.Message.ShouldContain("the policy “Money”");
        (await _company.SendAsync(new DeleteTag.Command(plain, Admin))).IsOk.ShouldBeTrue();
        await RunAsync();

        (await _company.CaseAsync(id)).Tags.ShouldBe(["kept"]);
    }

    [Fact]
    public async Task Names_are_told_apart_whatever_their_case_and_agents_do_not_edit_the_list()
    {
        await SavedAsync("refund");

        (await Should.ThrowAsync<FluentValidation.ValidationException>(SavedAsync("REFUND"))).Message.ShouldContain("on the list already");
        (await Should.ThrowAsync<FluentValidation.ValidationException>(SavedAsync("a, b"))).Message.ShouldContain("comma");
        (await _company.SendAsync(new SaveTag.Command(null, 0, "mine", "", 0, Archived: false, _company.Ana))).Error!.Code.ShouldBe("admin_needed");
    }

    private async Task<long> SavedAsync(string name, bool archived = false) =>
        (await _company.SendAsync(new SaveTag.Command(null, 0, name, "", 1, archived, Admin))).Value;

    private Task<Result<Done>> TagAsync(long id, params string[] tags) => _company.SendAsync(new TagCase.Command(id, tags, _company.Ana));

    private async Task RunAsync()
    {
        await using var scope = _company.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetServices<IJob>().OfType<RetagCases>().Single().RunAsync(default);
    }
}
