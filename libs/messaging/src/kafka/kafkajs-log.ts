import { eventLogger } from '#observability';
import { logLevel, type logCreator } from 'kafkajs';

const log = eventLogger('kafkajs');

/**
 * kafkajs through our logger. What it calls an error heals by itself or ends in an error of ours, so it is a warning
 * here; its payload fields are left out, only names and numbers are kept.
 */
export const kafkajsLog: logCreator =
  () =>
  ({ level, namespace, log: { message, groupId, memberId, retryCount, broker, error } }) => {
    const fields = { event: 'kafkajs.said', namespace, groupId, memberId, retryCount, broker, error };
    if (level === logLevel.ERROR || level === logLevel.WARN) log.warn(fields, message);
    else log.debug(fields, message);
  };
