/** The four services that publish facts; the name is the CloudEvents `source` and the prefix of its topics. */
export const SERVICES = ['registry', 'meetings', 'inspection', 'reports'] as const;
export type ServiceName = (typeof SERVICES)[number];

/**
 * Every topic there is, with its number of partitions. `registry.tree` has one because tree changes are the only
 * facts whose order across facts matters (DESIGN.md 4); all others are spread, their order is settled by versions.
 * Members have a topic beside `registry.events` (roles), since a topic has one handler in a service and those who keep
 * the roll are not those who keep roles; what people are like has another, which only reports may read (DESIGN.md 5).
 */
export const TOPICS = {
  'registry.tree': { service: 'registry', partitions: 1 },
  'registry.events': { service: 'registry', partitions: 6 },
  'registry.members': { service: 'registry', partitions: 6 },
  'registry.composition': { service: 'registry', partitions: 6, sensitive: true },
  // Acts to be judged before anyone approves them, and what each service says of them; in order, and little.
  'registry.acts': { service: 'registry', partitions: 1 },
  'meetings.impacts': { service: 'meetings', partitions: 1 },
  'inspection.impacts': { service: 'inspection', partitions: 1 },
  'reports.impacts': { service: 'reports', partitions: 1 },
  'meetings.events': { service: 'meetings', partitions: 6, busy: true },
  'inspection.events': { service: 'inspection', partitions: 6 },
  'reports.events': { service: 'reports', partitions: 6 },
  // What reports asks of the sources; in order, and little.
  'reports.requests': { service: 'reports', partitions: 1 },
} as const satisfies Record<string, { service: ServiceName; partitions: number; sensitive?: true; busy?: true }>;

export type TopicName = keyof typeof TOPICS;
export const TOPIC_NAMES = Object.keys(TOPICS) as TopicName[];
export const topicsOf = (service: ServiceName): TopicName[] =>
  TOPIC_NAMES.filter((topic) => TOPICS[topic].service === service);

const SENSITIVE: ReadonlySet<string> = new Set(TOPIC_NAMES.filter((topic) => 'sensitive' in TOPICS[topic]));
/** Whether its records tell of people what figures withhold, so that who operates may not read their bytes. */
export const isSensitive = (topic: string): boolean => SENSITIVE.has(topic);

const BUSY: ReadonlySet<string> = new Set(TOPIC_NAMES.filter((topic) => 'busy' in TOPICS[topic]));
/** Whether thousands of facts may come at once, which would hold up whatever is read with them. */
export const isBusy = (topic: string): boolean => BUSY.has(topic);
