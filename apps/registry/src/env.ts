import { OWN_VARIABLES, readEnv } from '#http';

/** The registry's environment, read once. Ends the process with one line when a variable is wrong. */
export const registryEnv = () =>
  readEnv({ name: 'registry', port: 3001 }, { firstAdministrator: OWN_VARIABLES.firstAdministrator });

export type RegistryEnv = ReturnType<typeof registryEnv>;
