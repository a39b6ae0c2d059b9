using Inbox.Core.Cases;

namespace Inbox.Web.Pages.Cases;

/// <summary>Somebody on a case besides its customer.</summary>
internal sealed record CasePerson(long HandleId, long CustomerId, string Name, string Address, string Kind, ParticipantState State, bool Dead);
