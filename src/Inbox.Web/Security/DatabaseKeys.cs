using System.Xml.Linq;
using Inbox.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Inbox.Web.Security;

/// <summary>The data-protection keys lie in the database, where every node finds them, wrapped by <see cref="KeyWrapping"/>.</summary>
internal sealed class DatabaseKeys(IServiceScopeFactory scopes) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var keys = scope.ServiceProvider.GetRequiredService<InboxDb>().DataProtectionKeys.AsNoTracking().Select(k => k.Xml).ToList();
        return keys.ConvertAll(XElement.Parse);
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
        db.DataProtectionKeys.Add(new DataProtectionKey { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}

internal sealed class KeyEncryptor(KeyWrapping wrapping) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new EncryptedXmlInfo(new XElement("wrapped", Convert.ToBase64String(wrapping.Wrap(plain))), typeof(KeyDecryptor));
    }
}

/// <summary>Named in the stored key itself and made by data protection, hence the provider.</summary>
internal sealed class KeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var plain = services.GetRequiredService<KeyWrapping>().Unwrap(Convert.FromBase64String(encryptedElement.Value));
        return XElement.Parse(System.Text.Encoding.UTF8.GetString(plain));
    }
}

internal static class DatabaseKeysServices
{
    public static void AddDatabaseKeys(this IServiceCollection services, KeyWrapping wrapping)
    {
        services.AddSingleton(wrapping);
        services.AddDataProtection().SetApplicationName("Inbox");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(sp => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = new DatabaseKeys(sp.GetRequiredService<IServiceScopeFactory>());
            options.XmlEncryptor = new KeyEncryptor(wrapping);
        }));
    }
}
