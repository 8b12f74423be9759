import { readEnv, type CommonEnv } from '#http';

export type MeetingsEnv = CommonEnv;

/** The environment of this service, read once. A bad value ends the process, naming the variable. */
export const meetingsEnv = (): MeetingsEnv => readEnv({ name: 'meetings', port: 3002 });
