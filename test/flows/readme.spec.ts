import { existsSync, readFileSync } from 'node:fs';
import { VARIABLES } from '#http';

/** Tables are padded by prettier; here they are not. */
const README = readFileSync('README.md', 'utf8').replace(/ {2,}/g, ' ');
const DIFFERS_BY_SERVICE: Record<string, string> = {
  PORT: '3001 … 3004',
  MONGODB_URI: '`mongodb://127.0.0.1:27017/<service>?replicaSet=rs0`',
};
const missing = (rows: string[]): string[] => rows.filter((row) => !README.includes(row));

describe('README', () => {
  it('lists every variable as the services read it', () => {
    const rows = VARIABLES.map(({ name, standard, what }) => {
      const shown = DIFFERS_BY_SERVICE[name] ?? (standard ? `\`${standard}\`` : '(none)');
      return `| \`${name}\` | ${shown} | ${what} |`;
    });
    expect(missing(rows)).toEqual([]);
  });

  it('lists no variable that no service reads', () => {
    const table = README.slice(README.indexOf('Read once at boot'), README.indexOf('`npm start` also reads'));
    const listed = [...table.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name);
    expect(new Set(listed)).toEqual(new Set(VARIABLES.map(({ name }) => name)));
  });

  it('lists the ports and the folder that the launcher reads', () => {
    const ports = readFileSync('deploy/local/ports.mjs', 'utf8').matchAll(/variable: '(\w+)', usual: (\d+) \}/g);
    const rows = [...ports].map(([, variable, usual]) => `| \`${variable}\` | \`${usual}\` |`);
    expect(rows.length).toBeGreaterThan(5);
    expect(missing([...rows, '| `LIEN_CAP_HOME` |'])).toEqual([]);
  });

  it('links to what is there', () => {
    const links = [...README.matchAll(/\]\((?!http)([^)]+)\)/g)].map(([, path]) => path!);
    expect(links.filter((path) => !existsSync(path))).toEqual([]);
  });
});
