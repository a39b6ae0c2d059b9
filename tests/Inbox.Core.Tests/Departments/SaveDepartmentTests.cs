using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Departments;
using Inbox.Core.Tests.Settings;
using Microsoft.EntityFrameworkCore;
using static Inbox.Core.Tests.Settings.SettingsFixture;

namespace Inbox.Core.Tests.Departments;

public sealed class SaveDepartmentTests(SettingsFixture inbox) : IClassFixture<SettingsFixture>
{
    [Fact]
    public async Task New_department_is_saved_and_known_at_once()
    {
        await inbox.RulesAsync();

        var saved = await inbox.SendAsync(Command(UniqueKey()) with { Name = "  Repair partner ", External = true });

        var department = (await inbox.RulesAsync()).Departments[saved.Value];
        department.Name.ShouldBe("Repair partner");
        department.External.ShouldBeTrue();
    }

    [Fact]
    public async Task Every_wrong_field_is_named_in_words()
    {
        var failures = await inbox.FailuresAsync(Command("Not a key") with { Name = " ", Hue = 12, LeadId = 999_999, CalendarId = 999_999, Signature = new string('x', 2001) });

        failures["Name"].ShouldBe(["Give it a name."]);
        failures["Key"].Single().ShouldStartWith("Use lower-case letters");
        failures["Hue"].ShouldBe(["Choose one of the colours."]);
        failures["LeadId"].Single().ShouldContain("Choose another lead");
        failures["CalendarId"].Single().ShouldContain("no longer there");
        failures["Signature"].Single().ShouldContain("2,000");
    }

    [Fact]
    public async Task Checklist_is_kept_in_its_order_and_asks_for_each_thing_once()
    {
        ChecklistItem[] asked = [new(" Order number ", ChecklistKind.Number, Required: true), new("Colour", ChecklistKind.Text, Required: false)];

        var saved = await inbox.SendAsync(Command(UniqueKey()) with { Checklist = asked });

        (await inbox.RulesAsync()).Departments[saved.Value].Checklist.ShouldBe([asked[0] with { Label = "Order number" }, asked[1]]);
        (await inbox.FailuresAsync(Command(UniqueKey()) with { Checklist = [asked[0], asked[0] with { Label = "order NUMBER" }] }))["Checklist"].ShouldBe(["Ask for each thing once."]);
        (await inbox.FailuresAsync(Command(UniqueKey()) with { Checklist = [.. Enumerable.Range(0, 13).Select(i => asked[1] with { Label = $"Thing {i}" })] }))["Checklist"].Single().ShouldContain("at most 12");
    }

    [Fact]
    public async Task Name_or_key_of_another_is_refused_whatever_its_case()
    {
        var key = UniqueKey();
        await inbox.SendAsync(Command(key) with { Name = "Claims" });

        var failures = await inbox.FailuresAsync(Command(key) with { Name = "CLAIMS" });

        failures["Name"].Single().ShouldContain("“CLAIMS”");
        failures["Key"].Single().ShouldContain(key);
    }

    [Fact]
    public async Task Own_name_and_key_may_stay()
    {
        var key = UniqueKey();
        var id = (await inbox.SendAsync(Command(key))).Value;

        (await inbox.SendAsync(Command(key) with { Id = id, Hue = 3 })).Value.ShouldBe(id);
    }

    [Fact]
    public async Task Form_opened_before_another_save_is_refused_and_changes_nothing()
    {
        var key = UniqueKey();
        var id = (await inbox.SendAsync(Command(key))).Value;
        await inbox.SendAsync(Command(key) with { Id = id, Revision = 0, Hue = 5 });

        var late = await inbox.SendAsync(Command(key) with { Id = id, Revision = 0, Hue = 7 });

        late.Error!.Code.ShouldBe("saved_meanwhile");
        late.Error.Kind.ShouldBe(ErrorKind.Conflict);
        (await inbox.ReadAsync(db => db.Departments.SingleAsync(d => d.Id == id))).Hue.ShouldBe(5);
    }

    [Fact]
    public async Task Agent_is_forbidden()
    {
        var refused = await inbox.SendAsync(Command(UniqueKey()) with { Actor = Stranger });

        refused.Error!.Kind.ShouldBe(ErrorKind.Forbidden);
    }

    [Fact]
    public async Task Department_that_is_gone_is_not_found() =>
        (await inbox.SendAsync(Command(UniqueKey()) with { Id = 999_999 })).Error!.Kind.ShouldBe(ErrorKind.NotFound);

    [Fact]
    public async Task Lead_who_has_left_is_refused()
    {
        var gone = await inbox.InsertAsync(new Agent { DisplayName = "Gone", DisabledAt = inbox.Time.GetUtcNow() });

        (await inbox.FailuresAsync(Command(UniqueKey()) with { LeadId = gone.Id }))["LeadId"].ShouldNotBeEmpty();
    }

    private static SaveDepartment.Command Command(string key) =>
        new(Id: null, Revision: 0, key, key, Hue: 0, LeadId: null, CalendarId: null, External: false, Confidential: false, Signature: "", Admin);
}
