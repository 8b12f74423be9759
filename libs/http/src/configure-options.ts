/** What makes the HTTP side of one service different from that of another. */
export type ConfigureOptions = {
  /** `registry`, … */
  service: string;
  title: string;
  /** What the service is for, in Markdown; head of its document. */
  description: string;
  version?: string;
  /** Issuer whose sign-in the explorer uses. */
  issuer: string;
  corsOrigins?: readonly string[];
  /** Services listed in the explorer, by name and base address. */
  documents?: readonly { name: string; url: string }[];
};
