// Acts of reorganisation that are not done yet, one for each documented example. Drafted by who approves otherwise, so that the
// administrator may approve.
import { demoId } from './ids.mjs';
import { APPROVED_BY as DRAFTED_BY, JULY_2025 } from './july-2025.mjs';

/** The one that is applied: its revocation is drafted. */
export const APPLIED = JULY_2025.id;
const STEPS = { totals: { verb: 'hand-over', unitId: demoId('HP-AB-03'), parentId: demoId('HP-VN') } };
export const ACTS = ['edit', 'steps', 'check', 'approve', 'discard', 'totals'].map((name) => ({
  id: demoId(`act:${name}`),
  decision: '12-QĐ/TU',
  effective: '2027-01-01',
  reason: 'Đổi tên chi bộ khu phố',
  steps: [STEPS[name] ?? { verb: 'rename', unitId: demoId('HP-AB-02'), name: 'Chi bộ Tổ dân phố số 2' }],
}));
/** One to approve; one whose totals are read. */
const CHECKED = [demoId('act:approve'), demoId('act:totals')];

/** Enters the drafts and has two of them checked; what is there is left alone. */
export async function loadActs(expecting, call, registry) {
  const acts = `${registry}/v1/acts`;
  for (const body of ACTS) await expecting([201, 409], DRAFTED_BY, 'POST', acts, { body, key: `demo-act-${body.id}` });
  const undecided = ({ body }) => body.state === 'checking';
  for (const id of CHECKED) {
    const check = { body: {}, ifMatch: 1, key: `demo-act-check-${id}` };
    await expecting([200, 409, 412], DRAFTED_BY, 'POST', `${acts}/${id}/check`, check);
    await call(DRAFTED_BY, 'GET', `${acts}/${id}`, { undecided });
  }
}
