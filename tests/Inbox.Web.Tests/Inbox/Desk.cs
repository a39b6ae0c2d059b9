using System.Data.Common;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Testing;
using Inbox.Web.Pages.AgentsPage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.AgentsPage;

/// <summary>A company and the queries of the agents' page, with every database command counted.</summary>
public sealed class Desk : IAsyncLifetime
{
    private readonly CommandCounter _counter = new();

    public Company Company { get; private set; } = null!;

    public int Commands => _counter.Count;

    public async Task InitializeAsync() => Company = await Company.OpenAsync(configure: services =>
    {
        services.AddInboxRequests(typeof(IndexModel).Assembly);
        services.AddSingleton<CountsCache>();
        services.ConfigureDbContext<InboxDb>(options => options.AddInterceptors(_counter));
    });

    public async Task DisposeAsync() => await Company.DisposeAsync();

    public async Task<T> AskAsync<T>(IRequest<T> query)
    {
        await using var scope = Company.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(query);
    }

    public async Task<Rules> RulesAsync() => await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);

    /// <summary>The ids of a view, page after page.</summary>
    internal async Task<List<long>> ListAsync(InboxView view, Actor actor, string? search = null, bool newest = false, int rows = CaseList.PageSize)
    {
        var found = new List<long>();
        CaseList.Cursor? after = null;
        do
        {
            var page = await AskAsync(new CaseList.Query(view, SearchWords.Parse(search), newest, after, actor, rows));
            found.AddRange(page.Rows.Select(r => r.Id));
            after = page.Next;
        }
        while (after is not null);
        return found;
    }

    private sealed class CommandCounter : DbCommandInterceptor
    {
        private int _count;

        public int Count => _count;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}
