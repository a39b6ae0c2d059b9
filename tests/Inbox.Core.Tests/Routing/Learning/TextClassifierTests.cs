using Inbox.Core.Routing.Learning;

namespace Inbox.Core.Tests.Routing.Learning;

public sealed class TextClassifierTests
{
    private const long Accounts = 7, Billing = 11, Repair = 13;
    private static readonly long[] Departments = [Accounts, Billing, Repair];
    private static readonly Trained Taught = Train(new Letters(1).Teach(Departments, 100));

    [Theory]
    [InlineData("charged twice on my card, please refund the payment", Billing)]
    [InlineData("the motor stopped and my handle is broken since yesterday", Repair)]
    [InlineData("PASSWORD of my account is locked, please help with the login", Accounts)]
    public void Past_cases_teach_where_a_new_one_belongs(string text, long department)
    {
        var answer = Taught.Classifier.Predict("", text);

        answer.Best!.Value.DepartmentId.ShouldBe(department);
        answer.Best.Value.Sure.ShouldBeGreaterThan(0.8);
        answer.Ranked.Sum(r => r.Sure).ShouldBe(1, 0.001);
        answer.Ranked.Select(r => r.DepartmentId).ShouldBe(Departments, ignoreOrder: true);
    }

    [Fact]
    public void Subject_counts_like_the_text() =>
        Taught.Classifier.Predict("Refund payment", "").Best!.Value.DepartmentId.ShouldBe(Billing);

    [Theory]
    [InlineData("")]
    [InlineData("Quelle heure est-il à Lisbonne, s'il vous plaît ?")]
    [InlineData("请问你们星期天营业吗")]
    [InlineData("The choir rehearses on Thursdays in the parish hall")]
    [InlineData("🎉🎉🎉")]
    public void Text_of_another_kind_gets_no_answer(string text) => Taught.Classifier.Predict("", text).Best.ShouldBeNull();

    [Fact]
    public void As_sure_as_it_is_so_often_it_is_right()
    {
        var letters = new Letters(3);
        var trained = Train([.. Vague(letters, 3_000).Select(l => Lesson.Of("", l.Text, Departments[l.Kind]))]);

        var answers = Vague(letters, 3_000).ConvertAll(l => (Likely: trained.Classifier.Predict("", l.Text).Ranked[0], Right: Departments[l.Kind]));

        var right = answers.Count(a => a.Likely.DepartmentId == a.Right) / (double)answers.Count;
        right.ShouldBeInRange(0.5, 0.9, "the letters are meant to be neither clear nor hopeless");
        trained.Accuracy.ShouldBe(right, 0.04);
        Calibration.Error(answers.ConvertAll(a => (a.Likely.Sure, a.Likely.DepartmentId == a.Right))).ShouldBeLessThan(0.05);
        var sure = answers.FindAll(a => a.Likely.Sure is >= 0.75 and < 0.85);
        sure.Count.ShouldBeGreaterThan(100);
        ((double)sure.Count(a => a.Likely.DepartmentId == a.Right) / sure.Count).ShouldBe(0.8, 0.1);
    }

    [Fact]
    public void Every_department_is_examined_on_cases_that_it_did_not_learn_from()
    {
        Taught.Cases.ShouldBe(300);
        Taught.Accuracy.ShouldBeGreaterThan(0.9);
        Taught.Departments.Select(d => d.DepartmentId).ShouldBe(Departments);
        Taught.Departments.ShouldAllBe(d => d.Cases == 100 && d.Examined == 100 && d.Right <= d.Examined);
        Taught.Departments.Sum(d => d.Right).ShouldBe((int)Math.Round(Taught.Accuracy * 300));
    }

    [Fact]
    public void Letters_that_say_nothing_are_known_to_say_nothing()
    {
        var letters = new Letters(4);
        var trained = Train([.. Enumerable.Range(0, 600).Select(i => Lesson.Of("", letters.Write(0), Departments[i % 3]))]);

        trained.Accuracy.ShouldBeInRange(0.2, 0.45);
        trained.Classifier.Predict("", letters.Write(0)).Ranked[0].Sure.ShouldBeLessThan(0.6);
    }

    [Fact]
    public void Corrected_case_tells_more()
    {
        List<Lesson> lessons = [.. new Letters(1).Teach(Departments, 60)];
        for (var i = 0; i < 8; i++)
        {
            lessons.Add(Lesson.Of("", "gift voucher", Accounts));
            lessons.Add(Lesson.Of("", "gift voucher", Billing, corrected: true));
        }

        Train(lessons).Classifier.Predict("", "gift voucher").Best!.Value.DepartmentId.ShouldBe(Billing);
    }

    [Fact]
    public void Same_cases_give_the_same_bytes() =>
        Train(new Letters(1).Teach(Departments, 100)).Classifier.Write().ShouldBe(Taught.Classifier.Write());

    [Fact]
    public void Classifier_read_back_says_the_same()
    {
        var data = Taught.Classifier.Write();
        var read = TextClassifier.Read(data)!;

        data.Length.ShouldBeLessThan(100_000);
        read.Write().ShouldBe(data);
        foreach (var text in new[] { "refund my card", "the motor is broken", "hello" })
        {
            read.Predict("", text).Ranked.ShouldBe(Taught.Classifier.Predict("", text).Ranked);
        }
    }

    [Fact]
    public void Bytes_that_are_no_classifier_of_this_version_are_refused()
    {
        var data = Taught.Classifier.Write();
        var random = new Random(5);

        TextClassifier.Read([]).ShouldBeNull();
        TextClassifier.Read(data.AsSpan()[..^1]).ShouldBeNull();
        TextClassifier.Read([.. data, 0]).ShouldBeNull();
        TextClassifier.Read("ITC\n"u8).ShouldBeNull();
        for (var at = 0; at < 16; at++)
        {
            byte[] changed = [.. data];
            changed[at] ^= (byte)random.Next(1, 256);
            TextClassifier.Read(changed).ShouldBeNull();
        }
    }

    private static List<(string Text, int Kind)> Vague(Letters letters, int count) => [.. Enumerable.Range(0, count).Select(_ => letters.Vague())];

    private static Trained Train(IReadOnlyList<Lesson> lessons) => ClassifierTraining.Train(lessons, CancellationToken.None);
}
