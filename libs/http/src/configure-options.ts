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
  /** Routes that take text instead of JSON, with a limit of their own; the body is then a string. */
  textBodies?: readonly TextBody[];
};

export type TextBody = {
  /** Of the route; a pattern where it holds ids. */
  path: string | RegExp;
  types: readonly string[];
  limit: number;
  /** Code of the refusal of a larger body, where the route has another way for it. */
  beyond?: string;
};
