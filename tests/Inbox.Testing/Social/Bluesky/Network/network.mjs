// Runs the network for as long as standard input stays open. Says where it is in one line of JSON, and then takes one
// wish a line, each answered by a line.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createConnection, createServer, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

// A server that names no host would listen to the whole neighbourhood.
const listen = Server.prototype.listen;
Server.prototype.listen = function (first, ...rest) {
  if (typeof first === 'number' && typeof rest[0] !== 'string') return listen.call(this, first, '127.0.0.1', ...rest);
  if (first?.port !== undefined && first.host === undefined) return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest);
  return listen.call(this, first, ...rest);
};

// The servers put their files into the folder for temporary ones.
const folder = process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'inbox-bluesky-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const redis = `127.0.0.1:${await startRedis()}`;
process.env.REDIS_HOST = redis;

const packages = createRequire(join(process.env.NETWORK_PACKAGES, 'package.json'));
const { TestNetwork } = packages('@atproto/dev-env');
const network = await TestNetwork.create({
  dbPostgresUrl: process.env.NETWORK_DATABASE,
  dbPostgresSchema: 'network',
  pds: { hostname: 'localhost', enableDidDocWithSession: true, rateLimitsEnabled: true, redisScratchAddress: redis },
});

const wishes = {
  // As if the windows of all limits had passed.
  forgetLimits: async () => { await network.pds.ctx.redisScratch.flushdb(); return true; },
  // A token as the server gave it out long ago.
  expiredToken: ({ did }) => {
    const { createAccessToken } = packages(join(process.env.NETWORK_PACKAGES, 'node_modules/@atproto/pds/dist/account-manager/helpers/auth.js'));
    return createAccessToken({ did, jwtKey: network.pds.jwtSecretKey(), serviceDid: network.pds.ctx.cfg.service.did, expiresIn: 1 });
  },
};

say({ service: network.pds.url });
const lines = createInterface({ input: process.stdin });
lines.on('line', async line => {
  const wish = JSON.parse(line);
  say(await wishes[wish.do](wish));
});
lines.on('close', () => process.exit(0));

function say(what) {
  process.stdout.write('> ' + JSON.stringify(what) + '\n');
}

async function startRedis() {
  const port = await new Promise(resolve => {
    const probe = createServer().listen(0, () => { const { port } = probe.address(); probe.close(() => resolve(port)); });
  });
  // Killed with us, however we end.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'redis-server', '--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder], { stdio: 'ignore' });
  child.on('exit', () => { console.error('redis-server ended.'); process.exit(1); });
  for (let i = 0; i < 200; i++) {
    if (await answers(port)) return port;
    await delay(50);
  }
  throw new Error('redis-server did not answer within 10 seconds.');
}

function answers(port) {
  return new Promise(resolve => {
    const line = createConnection(port, '127.0.0.1', () => { line.destroy(); resolve(true); });
    line.on('error', () => resolve(false));
  });
}
