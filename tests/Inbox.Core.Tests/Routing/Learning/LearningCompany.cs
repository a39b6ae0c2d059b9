using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Jobs;
using Inbox.Core.Routing.Learning;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Routing.Learning;

/// <summary>What tests of learning do to a <see cref="Company"/>: past cases, the job, and what it may do.</summary>
internal static class LearningCompany
{
    public static readonly Actor Admin = new(AgentId: null, "Ada", Role.Admin, [], Everywhere: true);

    /// <summary>Letters that the departments answered: accounts by Support, money by Billing, repairs by the contractor.</summary>
    public static Task<List<long>> AnsweredAsync(this Company company, int each, int seed = 1) =>
        company.AnsweredAsync([company.Support.Id, company.Billing.Id, company.Repair.Id], each, seed);

    public static Task<List<long>> AnsweredAsync(this Company company, long[] departments, int each, int seed = 1) => company.DbAsync(async db =>
    {
        var (letters, now) = (new Letters(seed), Core.Clock.Stored(company.Clock.GetUtcNow()));
        var ids = await db.NextIdsAsync<Core.Cases.Case>(departments.Length * each, default);
        List<long> made = [.. ids];
        foreach (var (id, i) in made.Select((id, i) => (id, i)))
        {
            var kind = i % departments.Length;
            var past = Core.Cases.Case.Open(id, new CaseOpening { Subject = "letter", ChannelId = company.Mail.Id, DepartmentId = departments[kind] }, now);
            past.Answered(CaseStatus.Waiting, now);
            db.Cases.Add(past);
            var message = new Message { ChannelId = company.Mail.Id, Direction = Direction.Inbound, Subject = "letter", Text = "", ReplyText = letters.Write(kind), PostedAt = now, ReceivedAt = now };
            message.Join(id);
            db.Messages.Add(message);
        }

        await db.SaveChangesAsync();
        return made;
    });

    public static Task AllowAsync(this Company company, LearningMode mode, int surePercent = LearningSettings.UsualSurePercent, bool confidential = false) => company.SetAsync(async db =>
    {
        var settings = await db.LearningSettings.SingleAsync();
        (settings.Mode, settings.SurePercent, settings.Confidential) = (mode, surePercent, confidential);
    });

    /// <summary>Runs the job once; answers whether it wants to run again at once.</summary>
    public static async Task<bool> LearnAsync(this Company company)
    {
        await using var scope = company.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetServices<IJob>().OfType<LearnDepartments>().Single().RunAsync(default);
    }

    public static Task<LearntModel?> ModelAsync(this Company company) => company.DbAsync(db => db.LearntModels.AsNoTracking().SingleOrDefaultAsync());
}
