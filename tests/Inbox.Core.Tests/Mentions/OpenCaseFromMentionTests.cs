using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Mentions;
using Inbox.Core.Routing;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Mentions;

public sealed class OpenCaseFromMentionTests : IAsyncLifetime
{
    private Company _company = null!;
    private Channel _blogs = null!;
    private Actor _dee = null!;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _dee = new Actor(_company.Ana.AgentId, "Dee M.", Role.Marketing, []);
        _blogs = new Channel { Key = "blogs", Name = "Blogs", Kind = "feed", DepartmentId = _company.Support.Id };
        await _company.SetAsync(db =>
        {
            db.Channels.Add(_blogs);
            db.RoutingRules.Add(new RoutingRule { Name = "Loud", Conditions = RuleConditions.All(new RuleCondition { Kind = ConditionKind.Reach, Number = 10_000 }), DepartmentId = _company.Billing.Id });
            return Task.CompletedTask;
        });
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Marketing_gives_a_mention_an_owner_and_its_clock_runs()
    {
        var opened = await _company.SendAsync(new OpenCaseFromMention.Command(await MentionAsync(reach: 900), DepartmentId: null, _dee));

        var @case = await _company.CaseAsync(opened.Value);
        (@case.Status, @case.DepartmentId, @case.Visibility, @case.Subject).ShouldBe((CaseStatus.New, _company.Support.Id, Visibility.Public, "Fifty blogs"));
        (await _company.ClocksAsync(opened.Value, SlaMetric.FirstReply))[0].DueAt.ShouldBe(_company.Clock.GetUtcNow().AddMinutes(60));
        (await _company.DbAsync(db => db.Messages.SingleAsync())).CaseId.ShouldBe(opened.Value);
        (await _company.DbAsync(db => db.Customers.SingleAsync())).Name.ShouldBe("The Disconnect");
    }

    [Fact]
    public async Task A_loud_mention_goes_where_the_rules_send_it_unless_somebody_chose()
    {
        var routed = await _company.SendAsync(new OpenCaseFromMention.Command(await MentionAsync(reach: 48_000), DepartmentId: null, _dee));
        var chosen = await _company.SendAsync(new OpenCaseFromMention.Command(await MentionAsync(reach: 48_000), _company.Support.Id, _dee));

        (await _company.CaseAsync(routed.Value)).DepartmentId.ShouldBe(_company.Billing.Id);
        (await _company.CaseAsync(chosen.Value)).DepartmentId.ShouldBe(_company.Support.Id);
    }

    [Fact]
    public async Task Two_who_press_the_button_at_once_open_one_case()
    {
        var id = await MentionAsync(reach: 900);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => _company.SendAsync(new OpenCaseFromMention.Command(id, DepartmentId: null, _dee))));

        both.Count(r => r.IsOk).ShouldBe(1);
        both.Single(r => !r.IsOk).Error!.Code.ShouldBe("mention_has_case");
        (await _company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Contractors_open_nothing_from_mentions() =>
        (await _company.SendAsync(new OpenCaseFromMention.Command(await MentionAsync(reach: 1), DepartmentId: null, _company.Rex))).Error!.Kind.ShouldBe(ErrorKind.NotFound);

    private Task<long> MentionAsync(long reach) => _company.DbAsync(async db =>
    {
        var mention = new Message
        {
            ChannelId = _blogs.Id, Direction = Direction.Inbound, Visibility = Visibility.Public, FromName = "The Disconnect", FromAddress = "disconnect.example",
            Subject = "Fifty blogs", Text = "and nobody listens", ReplyText = "and nobody listens", ReceivedAt = _company.Clock.GetUtcNow(), PostedAt = _company.Clock.GetUtcNow(), Reach = reach,
        };
        db.Messages.Add(mention);
        await db.SaveChangesAsync();
        return mention.Id;
    });
}
