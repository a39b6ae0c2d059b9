using Inbox.Web.Pages.Settings.Routing;

namespace Inbox.Web.Tests.Settings;

public sealed class RuleShapeTests
{
    [Fact]
    public void Conditions_and_groups_come_and_go_and_an_empty_group_goes_with_its_last_condition()
    {
        var form = new ConditionsForm();

        RuleShape.Change(form, "group").ShouldBe((0, 0));
        RuleShape.Change(form, "condition:0").ShouldBe((0, 1));
        RuleShape.Change(form, "group").ShouldBe((1, 0));
        RuleShape.Change(form, "remove:1:0").ShouldBeNull();
        form.Groups.ShouldHaveSingleItem().Conditions.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("condition:7")]
    [InlineData("condition:-1")]
    [InlineData("remove:0")]
    [InlineData("remove:0:9")]
    [InlineData("")]
    [InlineData(null)]
    public void What_names_nothing_changes_nothing(string? act)
    {
        var form = new ConditionsForm { Groups = [new GroupForm { Conditions = [new ConditionForm()] }] };

        RuleShape.Change(form, act).ShouldBeNull();

        form.Groups.Single().Conditions.Count.ShouldBe(1);
    }
}
