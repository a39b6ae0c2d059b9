namespace Inbox.Testing.Mail;

/// <summary>What Postfix 3.4+ and Dovecot 2.3 read: <c>man 5 postconf</c>, <c>man 5 master</c>, doc.dovecot.org/2.3.</summary>
internal static class MailServerConfiguration
{
    private const string BouncingMap = $"inline:{{{MailServer.BouncingDomain}=virtual:}}";

    public static string PostfixMain(MailServerLayout layout) =>
        $"""
        compatibility_level = 3
        myhostname = mail.localhost
        mydestination =
        alias_maps =
        alias_database =
        local_recipient_maps =
        inet_interfaces = loopback-only
        inet_protocols = ipv4
        mynetworks = 127.0.0.0/8

        # Everything in the one folder.
        config_directory = {layout.PostfixFolder}
        queue_directory = {layout.In("queue")}
        data_directory = {layout.In("postfix-data")}
        maillog_file = {layout.PostfixLog}
        maillog_file_prefixes = {layout.Folder}

        # Delivery to the mailboxes, and nothing may leave this machine.
        virtual_mailbox_domains = {string.Join(' ', layout.Mailboxes.Select(mailbox => mailbox.Split('@')[^1]).Distinct(StringComparer.Ordinal))}
        virtual_mailbox_maps = texthash:{layout.In("postfix", "mailboxes")}
        virtual_mailbox_base = {layout.In("boxes")}
        virtual_uid_maps = static:{MailServerLayout.MailboxUser}
        virtual_gid_maps = static:{MailServerLayout.MailboxUser}
        virtual_minimum_uid = {MailServerLayout.MailboxUser}
        recipient_delimiter = +
        # Mail to {MailServer.BouncingDomain} is taken, found undeliverable afterwards, and reported to its sender.
        transport_maps = {BouncingMap}
        default_transport = error:this server delivers to its own mailboxes only
        relay_transport = error:this server delivers to its own mailboxes only

        smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
        smtpd_tls_security_level = may
        smtpd_tls_cert_file = {layout.CertificateFile}
        smtpd_tls_key_file = {layout.KeyFile}
        smtpd_sasl_type = dovecot
        smtpd_sasl_path = {layout.LoginSocket}
        message_size_limit = 41943040
        mailbox_size_limit = 0
        virtual_mailbox_limit = 0

        """;

    public static string PostfixServices(MailServerLayout layout)
    {
        const string LoginOnly = "-o smtpd_sasl_auth_enable=yes -o smtpd_relay_restrictions=permit_sasl_authenticated,reject";
        // type, private, unprivileged, chroot, wake-up, process limit, command
        return $"""
            {MailServerLayout.Host}:{layout.SmtpPort} inet n - n - - smtpd
            {MailServerLayout.Host}:{layout.SubmissionPort} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt {LoginOnly}
            {MailServerLayout.Host}:{layout.SmtpsPort} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes {LoginOnly}
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            proxymap unix - - n - - proxymap
            virtual unix - n n - - virtual
            tlsmgr unix - - n 1000? 1 tlsmgr
            anvil unix - - n - 1 anvil
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            flush unix n - n 1000? 0 flush
            error unix - - n - - error
            retry unix - - n - - error
            showq unix n - n - - showq
            postlog unix-dgram n - n - 1 postlogd

            """;
    }

    public static string Dovecot(MailServerLayout layout) =>
        $$"""
        instance_name = inbox-tests
        base_dir = {{layout.In("dovecot", "run")}}
        state_dir = {{layout.In("dovecot", "state")}}
        log_path = {{layout.In("dovecot.log")}}
        listen = {{MailServerLayout.Host}}
        protocols = imap

        ssl = yes
        ssl_cert = <{{layout.CertificateFile}}
        ssl_key = <{{layout.KeyFile}}
        # Loopback, and tests try logins with and without TLS.
        disable_plaintext_auth = no
        auth_mechanisms = plain login

        mail_location = maildir:{{layout.In("boxes")}}/%d/%n/Maildir
        first_valid_uid = {{MailServerLayout.MailboxUser}}
        passdb {
          driver = passwd-file
          args = username_format=%u {{layout.Passwords}}
        }
        userdb {
          driver = static
          args = uid={{MailServerLayout.MailboxUser}} gid={{MailServerLayout.MailboxUser}} home={{layout.In("boxes")}}/%d/%n
        }
        namespace inbox {
          inbox = yes
          separator = /
          mailbox Sent {
            auto = subscribe
            special_use = \Sent
          }
        }

        service imap-login {
          chroot =
          inet_listener imap {
            port = {{layout.ImapPort}}
          }
          inet_listener imaps {
            port = {{layout.ImapsPort}}
            ssl = yes
          }
        }
        service auth {
          unix_listener {{layout.LoginSocket}} {
            mode = 0666
          }
        }

        """;
}
