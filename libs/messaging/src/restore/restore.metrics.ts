import { counter, gauge } from '#observability';

export const storeBehind = gauge({
  name: 'lien_cap_store_behind_facts',
  help: 'Versions of facts on own topics that the store does not have: it was restored from an older backup. 0: none',
  labels: [],
});

export const sourcesWentBack = counter({
  name: 'lien_cap_source_went_back_total',
  help: 'Watermarks that counted fewer accepted facts than an earlier one of their source: its store lost some',
  labels: ['topic'],
});
