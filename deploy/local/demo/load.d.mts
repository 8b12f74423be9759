/** Base URLs of a running system, and where to tell of progress. */
export type Where = {
  registry: string;
  meetings: string;
  inspection: string;
  reports: string;
  issuer: string;
  log: (line: string) => void;
};
export function loadDemo(where: Where): Promise<{ loaded: boolean }>;
