import { gauge } from '#observability';

export const partUp = gauge({
  name: 'lien_cap_part_up',
  help: 'Whether a part that readiness looks at works: 1 or 0',
  labels: ['part'],
});
