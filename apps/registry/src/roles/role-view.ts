import type { Grant } from './grant.rules.js';

/** A role as answered: `id` is that of the grant. */
export type RoleView = Omit<Grant, 'grantId'> & { id: string };

export const roleView = ({ grantId, ...grant }: Grant): RoleView => ({ id: grantId, ...grant });
