using System.Security.Cryptography;
using System.Text;

namespace Inbox.Core.Intake;

/// <summary>Ids from outside are unbounded text; the database keeps their hash.</summary>
public static class ThreadHash
{
    public static byte[] Of(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
