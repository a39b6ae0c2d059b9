namespace Inbox.Core.Settings;

/// <summary>A setting that is tried in an order which admins choose.</summary>
internal interface IOrdered : ISetting
{
    int Position { get; set; }
}

internal static class Order
{
    /// <summary>Moves one of them a place up or down, and numbers all from 1 without gaps.</summary>
    /// <param name="inOrder">All of them, by position.</param>
    public static void Move<T>(IEnumerable<T> inOrder, T moved, bool up)
        where T : class, IOrdered
    {
        var order = inOrder.ToList();
        var from = order.IndexOf(moved);
        order.RemoveAt(from);
        order.Insert(Math.Clamp(up ? from - 1 : from + 1, 0, order.Count), moved);
        for (var i = 0; i < order.Count; i++)
        {
            order[i].Position = i + 1;
        }
    }
}
