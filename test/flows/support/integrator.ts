// An integrator: knows the AsyncAPI document and the address of a broker, and nothing else of the system.
import { Kafka, logLevel } from 'kafkajs';
import {
  addCase,
  addMeeting,
  addReport,
  noFacts,
  type OracleCase,
  type OracleFacts,
  type OracleMeeting,
} from '../../oracles/facts.js';
import { Oracle, type OracleUnit } from '../../oracles/figures.js';
import { addOpinion, addResolution, type OracleOpinion, type OracleResolution } from '../../oracles/followup.js';
import { addDays } from '../../oracles/periods.js';
import { addSession, type OracleSession } from '../../oracles/sessions.js';

type Data = Record<string, unknown>;
export type Heard = { type: string; subject: string; data: Data };
/** What is used of the document. */
export type AsyncApi = {
  channels: Record<string, { address: string }>;
  components: { messages: Record<string, { payload: object }> };
};

/** Everything that lies on some topics now, from the beginning, in no order that matters. */
export async function readTopics(brokers: string, topics: string[], group: string): Promise<Heard[]> {
  const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const [admin, consumer] = [kafka.admin(), kafka.consumer({ groupId: group })];
  await Promise.all([admin.connect(), consumer.connect()]);
  const unread = new Map<string, number>();
  for (const topic of topics)
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
      if (Number(high) > Number(low)) unread.set(`${topic} ${partition}`, Number(high) - 1);
  const heard: Heard[] = [];
  await consumer.subscribe({ topics, fromBeginning: true });
  await new Promise<void>((done, failed) => {
    const eachMessage = ({ topic, partition, message }: { topic: string; partition: number; message: Message }) => {
      heard.push(JSON.parse(String(message.value)) as Heard);
      const place = `${topic} ${partition}`;
      if (Number(message.offset) >= (unread.get(place) ?? Infinity)) unread.delete(place);
      if (unread.size === 0) done();
      return Promise.resolve();
    };
    consumer.run({ autoCommit: false, eachMessage }).catch(failed);
  });
  await consumer.disconnect();
  await admin.deleteGroups([group]);
  await admin.disconnect();
  return heard;
}
type Message = { value: Buffer | null; offset: string };

/** The newest state of each fact. A unit is one by its own id and version; a watermark is no fact. */
function newestFacts(heard: readonly Heard[]): Heard[] {
  const newest = new Map<string, { version: number; event: Heard }>();
  for (const event of heard) {
    const unit = event.data.unit as { id: string; version: number } | undefined;
    const fact = unit ? `unit ${unit.id}` : `${event.type} ${event.subject}`;
    const version = unit?.version ?? (event.data.version as number | undefined);
    if (version !== undefined && version > (newest.get(fact)?.version ?? 0)) newest.set(fact, { version, event });
  }
  return [...newest.values()].map(({ event }) => event);
}

type Stay = { unitId: string; from: string; to: string | null };
type Member = {
  stretches: (Stay & { standing: string; exempt: boolean; suspended: boolean; inTransit: boolean })[];
  temporary: Stay[];
  transferOverdue: Stay[];
  movements: { kind: string; unitId: string; date: string }[];
};

/** A member is told as stretches on rolls and movements, not as acts. */
function foldMember(facts: OracleFacts, { stretches, temporary, transferOverdue, movements }: Member): void {
  const level = ({ unitId, from, to }: Stay, measure: string): void =>
    void facts.levels.push({ unitId, from, to, figures: { [`members.${measure}`]: 1 } });
  for (const stretch of stretches) {
    const { standing, exempt, suspended, inTransit } = stretch;
    const marks = { total: true, [standing]: true, exempt, suspended, 'in-transit': inTransit };
    for (const [measure, holds] of Object.entries(marks)) if (holds) level(stretch, measure);
  }
  for (const stay of temporary) level(stay, 'temporary-in');
  for (const stay of transferOverdue) level(stay, 'transfer-overdue');
  for (const { kind, unitId, date } of movements)
    facts.flows.push({ unitId, date, kind: null, figures: { [`members.${kind}`]: 1 } });
}

type Report = { period: { to: string }; heldTo: string };
type Votes = { votes?: { taken: number; carried: number } };

/** What each type says of figures; types that are not here (roles) say nothing of them. */
const FOLDS: Record<string, (facts: OracleFacts, data: Data) => void> = {
  'meetings.meeting-recorded.v1': (facts, data) => {
    const meeting = data as OracleMeeting & Votes;
    addMeeting(facts, meeting);
    const figures = { 'votes.taken': meeting.votes?.taken ?? 0, 'votes.carried': meeting.votes?.carried ?? 0 };
    if (meeting.state === 'closed')
      facts.flows.push({ unitId: meeting.unitId, date: String(data.date), kind: null, figures });
  },
  'meetings.resolution-recorded.v1': (facts, data) => addResolution(facts, data as OracleResolution),
  'meetings.opinion-recorded.v1': (facts, data) => addOpinion(facts, data as OracleOpinion),
  'meetings.session-recorded.v1': (facts, data) => addSession(facts, data as OracleSession),
  'inspection.case-changed.v1': (facts, data) => addCase(facts, data as OracleCase),
  'reports.report-changed.v1': (facts, data) => {
    const { period, heldTo } = data as Report;
    addReport(facts, {
      ...(data as Parameters<typeof addReport>[1]),
      lastDay: addDays(period.to, -1),
      nextLastDay: heldTo,
    });
  },
  'registry.member-changed.v1': (facts, data) => foldMember(facts, data as Member),
};

/** The tree as its events tell it, and all facts put along it. */
export function foldEvents(heard: readonly Heard[]): Oracle {
  const facts = noFacts();
  const units: OracleUnit[] = [];
  for (const { type, data } of newestFacts(heard)) {
    if (type === 'registry.unit-changed.v1') units.push(data.unit as OracleUnit);
    else FOLDS[type]?.(facts, data);
  }
  return new Oracle(units, facts);
}
