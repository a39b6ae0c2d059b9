// Signs what it reads on standard input, a list of {by, …}, and prints the signatures as a list.
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { sign } from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';

const require = createRequire(import.meta.url);
const twilio = require('twilio/lib/webhooks/webhooks');
const OAuth = require('oauth-1.0a');
const { Ecdsa, PrivateKey } = require('starkbank-ecdsa');

const signers = {
  twilio: t => twilio.getExpectedTwilioSignature(t.secret, t.address, t.form ?? {}),
  twilioBodyHash: t => twilio.getExpectedBodyHash(t.body),
  // The same scheme as Meta's: sha256= and hex.
  meta: t => sign(t.secret, t.body),
  standard: t => new Webhook(t.secret).sign(t.id, new Date(t.at * 1000), t.body),
  // No package signs these two; Node's own HMAC does.
  x: t => 'sha256=' + createHmac('sha256', t.secret).update(t.body).digest('base64'),
  mailgun: t => createHmac('sha256', t.secret).update(t.at + t.id).digest('hex'),
  oauth1: t => {
    const oauth = new OAuth({
      consumer: { key: t.key, secret: t.secret },
      signature_method: 'HMAC-SHA1',
      hash_function: (text, key) => createHmac('sha1', key).update(text).digest('base64'),
    });
    oauth.getNonce = () => t.nonce;
    oauth.getTimeStamp = () => t.at;
    return oauth.authorize({ url: t.address, method: t.method }, { key: t.token, secret: t.tokenSecret }).oauth_signature;
  },
  sendgrid: t => {
    const key = new PrivateKey();
    const pem = key.publicKey().toPem().replace(/-----[^-]+-----|\s/g, '');
    return Ecdsa.sign(t.at + t.body, key).toBase64() + ' ' + pem;
  },
};

let input = '';
for await (const chunk of process.stdin) input += chunk;
process.stdout.write(JSON.stringify(await Promise.all(JSON.parse(input).map(t => signers[t.by](t)))));
