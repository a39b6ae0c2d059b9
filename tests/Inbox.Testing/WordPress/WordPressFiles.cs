namespace Inbox.Testing.WordPress;

/// <summary>What is written for a blog of the tests, beside the files of Debian's package.</summary>
internal static class WordPressFiles
{
    /// <summary>Nothing outside is called, nothing is updated, and passwords of applications work without TLS.</summary>
    public static string Configuration(string socket, Uri url) =>
        $$"""
        <?php
        define('DB_NAME', 'blog');
        define('DB_USER', 'root');
        define('DB_PASSWORD', '');
        define('DB_HOST', 'localhost:{{socket}}');
        define('DB_CHARSET', 'utf8mb4');
        define('WP_HOME', '{{url.GetLeftPart(UriPartial.Authority)}}');
        define('WP_SITEURL', '{{url.GetLeftPart(UriPartial.Authority)}}');
        define('WP_ENVIRONMENT_TYPE', 'local');
        define('WP_HTTP_BLOCK_EXTERNAL', true);
        define('DISABLE_WP_CRON', true);
        define('AUTOMATIC_UPDATER_DISABLED', true);
        $table_prefix = 'wp_';
        if (!defined('ABSPATH')) { define('ABSPATH', __DIR__ . '/'); }
        require_once ABSPATH . 'wp-settings.php';
        """;

    /// <summary>What a web server does for WordPress: files as they are, everything else to its index.</summary>
    public const string Router =
        """
        <?php
        if (is_file(__DIR__ . '/site' . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH))) { return false; }
        $_SERVER['SCRIPT_NAME'] = '/index.php';
        require __DIR__ . '/site/index.php';
        """;

    /// <summary>The package recommends a theme and brings none. This one shows what a theme must: the head with its feeds.</summary>
    public static IReadOnlyDictionary<string, string> Theme { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["style.css"] = "/* Theme Name: Plain */",
        ["functions.php"] = "<?php add_theme_support('automatic-feed-links');",
        ["index.php"] = "<!DOCTYPE html><html><head><?php wp_head(); ?></head><body><?php while (have_posts()) { the_post(); the_content(); } ?></body></html>",
    };

    /// <summary>Tests comment faster than people, which WordPress would stop.</summary>
    public const string Plugin = "<?php add_filter('wp_is_comment_flood', '__return_false', 99);";

    /// <summary>Installs the blog and prints the application password. Its clock is half a day ahead of UTC, as that of many a blog.</summary>
    public const string SetUp =
        """
        <?php
        define('WP_INSTALLING', true);
        $_SERVER['HTTP_HOST'] = 'localhost';
        function wp_mail() { return true; }
        require __DIR__ . '/site/wp-load.php';
        require ABSPATH . 'wp-admin/includes/upgrade.php';
        wp_install('Kitchen Notes', 'acme', 'acme@blog.test', true, '', wp_generate_password());
        switch_theme('plain');
        update_option('timezone_string', 'Pacific/Auckland');
        update_option('comment_moderation', 0);
        update_option('comment_previously_approved', 0);
        update_option('permalink_structure', $argv[1]);
        flush_rewrite_rules(false);
        wp_delete_comment(1, true);
        echo WP_Application_Passwords::create_new_application_password(1, ['name' => 'Inbox'])[0];
        """;
}
