import { OWN_VARIABLES, readEnv, type CommonEnv } from '#http';

export type ReportsEnv = CommonEnv & {
  readonly serviceDocs: { name: string; url: string }[];
  /** Local time of the nightly reconciliation; null or not there: none. */
  readonly reconcileAt?: string | null;
};

/** The environment of this service, read once. A bad value ends the process, naming the variable. */
export const reportsEnv = (): ReportsEnv =>
  readEnv(
    { name: 'reports', port: 3004 },
    {
      serviceDocs: OWN_VARIABLES.serviceDocs,
      reconcileAt: OWN_VARIABLES.reconcileAt,
    },
  );
