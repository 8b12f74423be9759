/** What npm run faults was asked for (deploy/local/faults.mjs). */
export type Options = {
  minutes: number;
  seed: number;
  only: string[];
  brokers: number;
  members: number;
  crashPoints: boolean;
};
