using Inbox.Channels.WordPress.Api;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;

namespace Inbox.Channels.WordPress;

internal sealed partial class WordPressChannel
{
    public ChannelGuide Guide { get; } = new()
    {
        Title = "WordPress",
        Words = "Comments of a blog, read and answered from here",
        AddressLabel = "Address of the blog",
        AddressHint = "Its home page, for example https://blog.example.com",
        Steps =
        [
            "To answer from here: log in to the blog as the account that shall answer, open Users, Profile, and add a new application password named Inbox.",
            "Copy the password that is shown there once, and give it below with the user name. It can be withdrawn there at any time.",
            "An account that may moderate comments (Editor) sees its answers at once; comments of others may have to wait for approval.",
            "To read only, leave both empty.",
        ],
        Fields =
        [
            new ChannelField("user", "User name", ChannelFieldType.Text) { Hint = "The account whose name stands above our answers" },
            new ChannelField("applicationPassword", "Application password", ChannelFieldType.Secret),
            new ChannelField("pollSeconds", "Seconds between two looks", ChannelFieldType.Number) { Default = "60" },
            new ChannelField("ownAuthors", "Names of our own authors", ChannelFieldType.Lines) { Hint = "One on each line, as shown beside their comments: what these accounts write in the blog themselves opens no case." },
            new ChannelField("opensCase", "A comment opens a case at once", ChannelFieldType.Flag) { Default = "true", Hint = "Otherwise it waits under Mentions until somebody opens one." },
            new ChannelField("takesPosts", "Take the posts of the blog too", ChannelFieldType.Flag) { Hint = "They stand under Mentions, so that one can see what comments are about." },
        ],
    };

    public async Task<AccessFindings> CheckAsync(ChannelInfo typed, CancellationToken cancellationToken)
    {
        try
        {
            using var api = apis.Open(typed.Address, WordPressSettings.Read(typed.Settings));
            var comments = await api.GetAsync("/wp/v2/comments", [("per_page", "1")], cancellationToken);
            if (comments.ValueKind != System.Text.Json.JsonValueKind.Array)
            {
                return AccessFindings.Wrong($"{api.Site.Host} answers, but not as WordPress does.");
            }

            var account = await api.AccountAsync(cancellationToken);
            return new AccessFindings(null, [
                $"{api.Site.Host} shows us its comments.",
                account is null ? "Without a user and an application password they are only read." : $"It lets us in as {WordPressSettings.Read(typed.Settings).User}, so they can be answered.",
            ]);
        }
        catch (WordPressException e)
        {
            return AccessFindings.Wrong(e.Message);
        }
    }
}
