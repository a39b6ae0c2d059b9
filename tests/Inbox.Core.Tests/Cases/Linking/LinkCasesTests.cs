using Inbox.Core.Cases;
using Inbox.Core.Cases.Linking;
using Inbox.Core.Cases.Merging;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Cases.Linking;

public sealed class LinkCasesTests : IAsyncLifetime
{
    private Company _company = null!;
    private long _a;
    private long _b;
    private long _c;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _a = await _company.MailAsync(Mails.Of(from: "a@mail.example"));
        _b = await _company.MailAsync(Mails.Of(from: "b@mail.example"));
        _c = await _company.MailAsync(Mails.Of(from: "c@mail.example"));
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Link_stands_in_the_history_of_both_and_goes_from_either()
    {
        var link = await _company.SendAsync(new LinkCases.Command(_a, _b, LinkRole.ParentOf, _company.Ana));

        var row = await _company.DbAsync(db => db.CaseLinks.AsNoTracking().SingleAsync());
        (row.FromId, row.ToId, row.Kind).ShouldBe((_b, _a, LinkKind.ChildOf));
        (await EventsAsync(CaseEventKind.Linked)).ShouldBe([$"{_a} parent of C-{_b}", $"{_b} child of C-{_a}"]);
        (await _company.SendAsync(new UnlinkCases.Command(_b, link.Value, _company.Ana))).IsOk.ShouldBeTrue();
        (await _company.DbAsync(db => db.CaseLinks.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Pair_has_one_link_a_child_one_parent_and_nobody_is_their_own_ancestor()
    {
        await _company.SendAsync(new LinkCases.Command(_b, _a, LinkRole.ChildOf, _company.Ana));
        (await CodeAsync(_a, _b, LinkRole.Related)).ShouldBe("already_linked");
        (await CodeAsync(_b, _c, LinkRole.ChildOf)).ShouldBe("has_parent");
        (await CodeAsync(_c, _b, LinkRole.ChildOf)).ShouldBeNull();
        (await CodeAsync(_a, _c, LinkRole.ChildOf)).ShouldBe("own_ancestor");
        (await CodeAsync(_a, _a, LinkRole.Related)).ShouldBe("same_case");
    }

    [Fact]
    public async Task Other_case_needs_only_to_be_read_but_one_that_is_hidden_is_not_found()
    {
        await _company.SendAsync(new ChangeDepartment.Command(_b, _company.Billing.Id, null, _company.Ana));
        (await CodeAsync(_a, _b, LinkRole.Related)).ShouldBeNull();
        (await _company.SendAsync(new LinkCases.Command(_b, _c, LinkRole.Related, _company.Ana))).Error!.Code.ShouldBe("case_not_yours");
        (await _company.SendAsync(new LinkCases.Command(_c, _b, LinkRole.Related, _company.Ana with { Hidden = [_company.Billing.Id] }))).Error!.Code.ShouldBe("case_not_found");
    }

    [Fact]
    public async Task Links_follow_a_merge_and_its_undo()
    {
        await _company.SendAsync(new LinkCases.Command(_a, _c, LinkRole.DuplicateOf, _company.Ana));
        await _company.SendAsync(new LinkCases.Command(_a, _b, LinkRole.Related, _company.Ana));
        var merged = await _company.SendAsync(new MergeCases.Command(_a, _b, _company.Ana) { Anyway = true });
        (await LinksAsync()).ShouldBe([$"{_b} {_c}", $"{_a} {_b}"]);

        (await _company.SendAsync(new UndoMove.Command(_b, merged.Value.MoveId, _company.Ana))).Error.ShouldBeNull();

        (await LinksAsync()).ShouldBe([$"{_a} {_c}", $"{_a} {_b}"]);
    }

    private async Task<string?> CodeAsync(long mine, long other, LinkRole role) =>
        (await _company.SendAsync(new LinkCases.Command(mine, other, role, _company.Ana))).Error?.Code;

    private Task<List<string>> LinksAsync() => _company.DbAsync(db => db.CaseLinks.OrderBy(l => l.Id).Select(l => l.FromId + " " + l.ToId).ToListAsync());

    private Task<List<string>> EventsAsync(CaseEventKind kind) =>
        _company.DbAsync(db => db.Events.Where(e => e.Kind == kind).OrderBy(e => e.CaseId).Select(e => e.CaseId + " " + e.Detail).ToListAsync());
}
