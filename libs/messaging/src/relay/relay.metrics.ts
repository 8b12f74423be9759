import { counter, gauge } from '#observability';

export const outboxPending = gauge({
  name: 'lien_cap_outbox_pending',
  help: 'Events accepted and not yet sent to Kafka (counted up to 100,000)',
});

export const outboxOldestAge = gauge({
  name: 'lien_cap_outbox_oldest_age_seconds',
  help: 'Age of the oldest event not yet sent; 0 when there is none',
});

export const relayLeads = gauge({
  name: 'lien_cap_relay_leads',
  help: 'Whether this process is the one that sends for its service: 1 or 0',
});

export const outboxSent = counter({
  name: 'lien_cap_outbox_sent_total',
  help: 'Events marked as sent by this process, each once',
  labels: ['topic'],
});

export const outboxResent = counter({
  name: 'lien_cap_outbox_resent_total',
  help: 'Events sent again, after a doubt or because a log lost its tail',
  labels: ['topic'],
});

export const sendFailures = counter({
  name: 'lien_cap_outbox_send_failures_total',
  help: 'Requests to Kafka that failed or stayed in doubt',
  labels: ['topic'],
});

export const tailsLost = counter({
  name: 'lien_cap_outbox_tails_lost_total',
  help: 'Times a log was found without some of what it had acknowledged',
  labels: ['topic'],
});
