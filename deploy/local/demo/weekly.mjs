// A quarter of weekly reports of the new wards, with gaps: drafts, weeks nobody wrote, weeks in which nothing occurred.
import { demoId } from './ids.mjs';

const ADMINISTRATOR = 'demo-administrator';
const TYPE = 'weekly-integrity';
const WARDS = ['DT-DTH', 'DT-TTB'];
/** Weeks of the last quarter of 2025. Mỹ Phong's are in around.mjs, where documents have their examples. */
const WEEKS = Array.from({ length: 13 }, (_, index) => `2025-W${40 + index}`);

const pick = (seed, range) => Number.parseInt(demoId(seed).slice(0, 8), 16) % range;

function weekly(ward, week) {
  const seed = `weekly:${ward}:${week}`;
  const nil = pick(`${seed}:nil`, 4) === 0;
  const told = {
    values: [{ measure: 'integrity.signs-settled', value: String(pick(`${seed}:signs`, 5)) }],
    sections: [{ section: 'situation', text: 'Tình hình ổn định.' }],
  };
  return {
    sub: ADMINISTRATOR,
    service: 'reports',
    path: '/v1/reports',
    id: seed,
    body: {
      unitId: demoId(ward),
      type: TYPE,
      period: week,
      // One in eight stays a draft, which its superior sees as missing.
      submit: pick(`${seed}:draft`, 8) !== 0,
      ...(nil ? { nil: true } : told),
    },
  };
}

/** Requests, one a report; one week in six was never written. */
export const WEEKLY_REPORTS = WARDS.flatMap((ward) =>
  WEEKS.filter((week) => pick(`weekly-missed:${ward}:${week}`, 6) !== 0).map((week) => weekly(ward, week)),
);
