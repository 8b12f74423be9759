// What happened to the demo tree on 1 July 2025, when two levels below the centre were left of three (DOMAIN.md 1.2), as one
// act: districts ended, wards fused, provinces joined. One person drafts it, another approves it.
import { demoId } from './ids.mjs';
import { DISTRICT_BRANCHES, TWO_LEVELS_FROM } from './units.mjs';

const handOver = (code, parent) => ({ verb: 'hand-over', unitId: demoId(code), parentId: demoId(parent) });
/** A district ends; what lies under it goes to the province. */
const endDistrict = (code, province) => ({ verb: 'dissolve', unitId: demoId(code), to: demoId(province) });
/** A province becomes part of another, which goes on with its history. */
const joins = (code, into) => ({ verb: 'merge', unitId: demoId(code), into: demoId(into) });
/** Several end in a new one, which goes on with the history of all. */
const fuse = (codes, code, name, level, kind, parent) => ({
  verb: 'fuse',
  from: codes.map(demoId),
  to: { unitId: demoId(code), code, name, level, kind, parentId: demoId(parent) },
});

const STEPS = [
  endDistrict('HP-LC', 'HP'),
  // Three wards of the old city Hải Dương become one of Hải Phòng.
  fuse(['HD-TP-X1', 'HD-TP-X2', 'HD-TP-X3'], 'HP-TD', 'Phường Thành Đông', 'commune', 'ward', 'HP'),
  endDistrict('HD-TP', 'HP'),
  joins('HD', 'HP'),

  ...DISTRICT_BRANCHES.map(({ code }) => handOver(code, 'KT-DP')),
  endDistrict('KT-DG', 'QNG'),
  joins('KT', 'QNG'),

  endDistrict('BD-DA', 'HCM'),
  joins('BD', 'HCM'),

  endDistrict('HG-QB', 'TQ'),
  joins('HG', 'TQ'),

  endDistrict('CM-H1', 'CM'),
  endDistrict('BL-H1', 'CM'),
  joins('BL', 'CM'),

  // Two provinces become one that bears the name of the one and the seat of the other: a new unit.
  fuse(['DTO', 'TG'], 'DT', 'Tỉnh Đồng Tháp', 'province', 'province', 'TW'),
  endDistrict('DTO-H1', 'DT'),
];

export const DRAFTED_BY = 'demo-administrator';
export const APPROVED_BY = 'demo-organiser-centre';

export const JULY_2025 = {
  id: demoId('act:july-2025'),
  decision: '294-QĐ/TW',
  effective: TWO_LEVELS_FROM,
  reason: 'Two levels of local organisation from 1 July 2025',
  steps: STEPS,
};

/** Enters the act, has it checked, approves it and waits until it is applied; what was done of this before is left alone. */
export async function applyAct(expecting, registry, act, log) {
  const acts = `${registry}/v1/acts`;
  await expecting([201, 409], DRAFTED_BY, 'POST', acts, { body: act, key: `demo-act-${act.id}` });
  const read = async () => (await expecting([200], DRAFTED_BY, 'GET', `${acts}/${act.id}`)).body;
  const until = async (...states) => {
    for (let look = 0; look < 300; look += 1) {
      const found = await read();
      if (states.includes(found.state)) return found;
      if (found.state === 'faulty') throw new Error(`act ${act.decision}: ${JSON.stringify(found.found)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`act ${act.decision} is not ${states[0]} within a minute`);
  };
  const does = async (sub, what, ifMatch) =>
    expecting([200, 409, 412], sub, 'POST', `${acts}/${act.id}/${what}`, { body: {}, ifMatch });
  const drafted = await read();
  if (drafted.state === 'draft') await does(DRAFTED_BY, 'check', drafted.version);
  const checked = await until('checked', 'approved', 'applying', 'applied');
  log(`demo: act ${act.decision} checked: ${JSON.stringify(checked.impact)}`);
  if (checked.state === 'checked') await does(APPROVED_BY, 'approve', checked.version);
  const applied = await until('applied');
  log(`demo: act ${act.decision} applied in ${applied.progress?.of} steps`);
}
