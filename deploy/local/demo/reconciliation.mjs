// A reconciliation of one ward, for the examples of the reports service to read.
import { demoId } from './ids.mjs';

const id = demoId('reconciliation:DT-MP');

export const RECONCILIATION = [
  {
    sub: 'demo-administrator',
    service: 'reports',
    path: '/v1/reconciliations',
    id,
    body: { id, unitId: demoId('DT-MP') },
  },
];
