import { counter, gauge } from '#observability';

export const deadLettersOpen = gauge({
  name: 'lien_cap_dead_letters_open',
  help: 'Records put aside that nobody has decided on yet',
  labels: ['code'],
});

export const deadLettersStored = counter({
  name: 'lien_cap_dead_letters_stored_total',
  help: 'Records put aside by this process, each once',
  labels: ['topic', 'code'],
});
