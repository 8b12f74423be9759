// npm start: installs, builds, starts everything in order, loads the demo data, proves itself, stays up.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { ensureRoom, ROOM_FOR_DATA_MB } from './disk.mjs';
import { installIfNeeded } from './install.mjs';
import { Journal } from './journal.mjs';
import { homeFolder } from './paths.mjs';
import { ensureFree, portsFrom } from './ports.mjs';
import { addressesOf, issuerPart, SERVICES, servicePart } from './services.mjs';
import { Supervisor } from './supervisor.mjs';
import { asTrouble, report, Trouble } from './trouble.mjs';

const OPTIONS = new Set(['--once', '--fresh']);

/** Runs to the end of the launcher's life and exits the process: 0 when all went well and was proven, else 1. */
export async function main(args) {
  const run = new Launch(args);
  const stopped = run.untilToldToStop();
  let code = 0;
  try {
    await Promise.race([run.start(), stopped]);
    if (!run.once && !run.told) run.sayWhere();
    if (!run.once) await stopped;
    else code = run.proven ? 0 : 1;
  } catch (error) {
    code = report(asTrouble(error, run.home));
  }
  await run.stop();
  process.exit(code);
}

class Launch {
  constructor(args) {
    this.args = args;
    this.once = args.includes('--once');
    this.home = homeFolder();
    this.logs = join(this.home, 'logs');
    this.proven = false;
    this.told = false;
    this.say = (line) => console.log(line);
  }

  async start() {
    const unknown = this.args.find((arg) => !OPTIONS.has(arg));
    if (unknown) throw new Trouble(`Unknown option ${unknown}: there are --once and --fresh.`);
    this.ports = portsFrom();
    ensureRoom(this.home, ROOM_FOR_DATA_MB, 'LIEN_CAP_HOME');
    mkdirSync(this.logs, { recursive: true });
    this.journal = await Journal.open(this.home, this.say);
    if (this.args.includes('--fresh')) await this.wipe();
    for (const name of [...SERVICES, 'issuer']) await ensureFree(name, this.ports[name]);
    await this.prepare();
    await this.startAll();
    await this.loadAndProve();
  }

  async prepare() {
    await installIfNeeded({ say: this.say, logs: this.logs });
    const { buildIfStale } = await import('./build-dist.mjs');
    await buildIfStale({ say: this.say });
  }

  async startAll() {
    const { findServers } = await import('./servers.mjs');
    this.supervisor = new Supervisor({
      journal: this.journal,
      logs: this.logs,
      say: this.say,
      onGivenUp: (why) => this.giveUp(why),
    });
    const { home, logs, ports, supervisor, say } = this;
    this.servers = await findServers({ home, logs, ports, supervisor, say });
    this.addresses = addressesOf(ports);
    await supervisor.start(issuerPart({ addresses: this.addresses, ports, home }));
    const all = { addresses: this.addresses, ports, servers: this.servers };
    await Promise.all(SERVICES.map((name) => supervisor.start(servicePart(name, all))));
    say('All four services are ready');
  }

  async loadAndProve() {
    const { loadDemo } = await import('./demo/load.mjs');
    const { runProof } = await import('./demo/proof.mjs');
    const where = { ...this.addresses, log: this.say };
    await loadDemo(where);
    const { ok, lines } = await runProof(where);
    for (const line of lines) this.say(line);
    this.proven = ok;
    if (!ok) this.say('✗ The proof failed: something did not follow as it must, see above.');
  }

  async wipe() {
    const { engineFault, composeWipe } = await import('./engine.mjs');
    for (const name of ['kafka', 'mongodb']) rmSync(join(this.home, name), { recursive: true, force: true });
    const given = ['KAFKA_BROKERS', 'MONGODB_URI'].filter((name) => process.env[name]);
    if (given.length > 0)
      this.say(`${given.join(' and ')}: given servers keep their data, --fresh does not touch them`);
    else if ((await engineFault()) === null) await composeWipe(this.ports);
  }

  sayWhere() {
    const { addresses, say } = this;
    say('');
    for (const name of SERVICES) say(`  ${name.padEnd(11)} ${addresses[name]}/docs`);
    say(`  ${'issuer'.padEnd(11)} ${addresses.issuer}`);
    say(
      `  a token     curl -s ${addresses.issuer}/token -d grant_type=urn:lien-cap:demo-person -d client_id=curl -d person=demo-administrator`,
    );
    say(`  logs        ${this.logs}`);
    say('Up. Ctrl-C ends everything.');
  }

  /** Resolves on Ctrl-C or SIGTERM; rejects when a part keeps dying. */
  untilToldToStop() {
    return new Promise((resolve, reject) => {
      this.giveUp = reject;
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
        process.on(signal, () => {
          if (!this.told) this.say('Ending everything …');
          this.told = true;
          resolve();
        });
      }
    });
  }

  async stop() {
    try {
      await this.supervisor?.stop([SERVICES, ['issuer'], ['kafka', 'mongodb']]);
      await this.servers?.stop();
    } finally {
      this.journal?.close();
    }
  }
}
