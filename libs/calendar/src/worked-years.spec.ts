import { readFileSync } from 'node:fs';
import { BUILT_IN_CALENDARS, dateOf, periodsOfYear } from './index.js';

/** Rows of the tables of worked-years.md, by calendar and year. */
const WORKED = new Map(
  readFileSync('libs/calendar/worked-years.md', 'utf8')
    .split('\n## ')
    .slice(1)
    .map((section) => {
      const [, code = '', year = ''] = /^`([\w-]+)`, (\d{4})/.exec(section) ?? [];
      const rows = [...section.matchAll(/^\| `([^`]+)` +\| (\S+) +\| (\S+) +\|$/gm)].map(([, ...row]) => row.join(' '));
      return [code, { year: Number(year), rows }] as const;
    }),
);

describe('the worked year in the docs', () => {
  it('is there for every calendar that comes with the system', () => {
    expect([...WORKED.keys()]).toEqual(BUILT_IN_CALENDARS.map(({ code }) => code));
  });

  it.each(BUILT_IN_CALENDARS.map((calendar) => [calendar.code, calendar] as const))(
    'of %s is what the code says',
    (code, calendar) => {
      const { year, rows } = WORKED.get(code)!;
      expect(rows.length).toBeGreaterThan(15);
      expect(
        periodsOfYear(calendar, year).map(({ id, from, to }) => `${id} ${dateOf(from)} ${dateOf(to - 1)}`),
      ).toEqual(rows);
    },
  );
});
