// Rebuilds of cells, so that the documented examples can be tried as they are: one that is done at once, to read, and one
// that would not begin for long, to cancel.
import { demoId } from './ids.mjs';

const rebuild = (name, body) => {
  const id = demoId(`rebuild:${name}`);
  return { sub: 'demo-administrator', service: 'reports', path: '/v1/rebuilds', id, body: { id, ...body } };
};

export const REBUILDS = [
  rebuild('read', { unitId: demoId('DT-MP'), from: '2025-07', through: '2025-12' }),
  rebuild('cancel', { notBefore: '2099-01-01T00:00:00+07:00' }),
];
