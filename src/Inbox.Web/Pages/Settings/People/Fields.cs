using Inbox.Core.Access;
using Inbox.Core.Departments;

namespace Inbox.Web.Pages.Settings.People;

/// <summary>What the forms for a new and a known person have in common.</summary>
public sealed record Fields(string Name, string Email, Role Role, IReadOnlyList<long> DepartmentIds, IReadOnlyList<Department> Departments);
