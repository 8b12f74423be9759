import { readEnv, type CommonEnv } from '#http';

export type InspectionEnv = CommonEnv;

/** The environment of this service, read once. A bad value ends the process, naming the variable. */
export const inspectionEnv = (): InspectionEnv => readEnv({ name: 'inspection', port: 3003 });
