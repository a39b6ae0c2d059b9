using System.Text;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

/// <summary>Mails with hostile HTML, opened formatted in the real conversation page, and what they managed to do there.</summary>
internal static class HostileMails
{
    /// <summary>One page of a conversation shows fifty messages.</summary>
    public const int MostOnPage = 48;

    /// <summary>A mail whose HTML holds the payload between two visible words. The first of a conversation answers nothing.</summary>
    public static byte[] Raw(string from, string to, string payload, string messageId, string? inReplyTo)
    {
        var html = Convert.ToBase64String(Encoding.UTF8.GetBytes($"<html><body><p>visible before</p>{payload}<p>visible after</p></body></html>"), Base64FormattingOptions.InsertLineBreaks);
        string[] lines =
        [
            $"From: Nora Vale <{from}>", $"To: {to}", "Subject: A lamp with a message", $"Message-ID: <{messageId}>", .. inReplyTo is null ? Array.Empty<string>() : [$"In-Reply-To: <{inReplyTo}>"],
            "MIME-Version: 1.0", "Content-Type: multipart/alternative; boundary=b1", "", "--b1", "Content-Type: text/plain; charset=utf-8", "", $"The lamp flickers {messageId}.",
            "--b1", "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: base64", "", html, "--b1--", "",
        ];
        return Encoding.ASCII.GetBytes(string.Join("\r\n", lines));
    }

    /// <summary>Opens every mail of a case formatted, moves over all of it, and returns what ran or was asked of anybody else.</summary>
    /// <param name="page">Signed in.</param>
    /// <param name="inbox">The only host that may be asked.</param>
    /// <param name="casePath">For instance <c>/cases/C-1042</c>.</param>
    /// <param name="mails">How many there are.</param>
    public static async Task<IReadOnlyList<string>> OpenAllAsync(IPage page, Uri inbox, string casePath, int mails)
    {
        var problems = new List<string>();
        page.Dialog += OnDialog;
        page.Console += OnConsole;
        page.PageError += OnError;
        page.Context.Request += OnRequest;
        page.Context.Page += OnPage;
        try
        {
            await page.GotoAsync(casePath);
            await page.EvaluateAsync("document.querySelectorAll('[data-frame]').forEach(b => b.click())");
            await page.WaitForFunctionAsync("n => document.querySelectorAll('iframe.mail-frame').length >= n", mails);
            await page.EvaluateAsync("document.querySelectorAll('iframe.mail-frame').forEach(f => { f.loading = 'eager'; f.scrollIntoView(); })");
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            foreach (var frame in page.Frames.Where(f => f != page.MainFrame))
            {
                if (!await frame.EvaluateAsync<bool>("document.body !== null && document.body.textContent.includes('visible before')"))
                {
                    Note($"a frame shows nothing: {frame.Url}");
                }

                await frame.EvaluateAsync("document.querySelectorAll('*').forEach(e => { e.dispatchEvent(new MouseEvent('mouseover', { bubbles: true })); e.focus?.(); e.scrollIntoView?.(); })");
                if (await frame.EvaluateAsync<bool>("Boolean(window.ran || parent.ran || document.querySelector('script, iframe, object, embed, form, svg, math, meta[http-equiv], base, link, [srcdoc]'))"))
                {
                    Note($"something active in {frame.Url}");
                }
            }

            await page.WaitForTimeoutAsync(300);
            return [.. problems];
        }
        finally
        {
            page.Dialog -= OnDialog;
            page.Console -= OnConsole;
            page.PageError -= OnError;
            page.Context.Request -= OnRequest;
            page.Context.Page -= OnPage;
        }

        void Note(string problem)
        {
            lock (problems)
            {
                problems.Add(problem);
            }
        }

        void OnDialog(object? sender, IDialog dialog)
        {
            Note($"a dialog said: {dialog.Message}");
            _ = dialog.DismissAsync();
        }

        void OnConsole(object? sender, IConsoleMessage message)
        {
            if (message.Type == "error")
            {
                Note($"the console said: {message.Text}");
            }
        }

        void OnError(object? sender, string error) => Note($"a script failed: {error}");

        void OnPage(object? sender, IPage opened) => Note($"a window opened: {opened.Url}");

        void OnRequest(object? sender, IRequest request)
        {
            var url = new Uri(request.Url);
            if (url.Scheme is "http" or "https" or "ws" or "wss" or "ftp" && url.Authority != inbox.Authority)
            {
                Note($"asked for {url}");
            }
        }
    }
}
