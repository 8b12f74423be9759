// What the meetings service holds when it has sent a backlog: its meetings, each in its newest version.
import { events } from './facts.mjs';
import { onDatabase } from './stage.mjs';

const WRITE = 5_000;
/** Corrections are of recent meetings alone (facts.mjs, RECENT), so what is older than so many can be written. */
const OPEN = 10_000;

/** A meeting as the service keeps it: its `toEvent` makes the very event of the backlog. */
export function documentOf(meeting) {
  const { meetingId, startsAt, endsAt, attended = null, preparation, votes, ...rest } = meeting;
  return {
    ...rest,
    _id: meetingId,
    withThematic: false,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    chairId: null,
    secretaryId: null,
    guests: attended && 0,
    members: attended?.map((memberId) => ({ memberId, state: 'present', guest: false })) ?? null,
    joint: [],
    unitIds: [meeting.unitId],
    content: contentOf(meeting.unitId, preparation, votes),
    closedAt: new Date(endsAt),
    recordedAt: new Date(endsAt),
  };
}

function contentOf(unitId, { noticeInTime, noticeToSuperior, documentsInTime, committeeMet, draftReady }, votes) {
  const { taken, carried } = votes ?? { taken: 0, carried: 0 };
  return {
    preparation: {
      noticeSentAt: null,
      noticeInTime,
      noticeToSuperior,
      documentsAt: null,
      documentsInTime,
      committeeMetOn: committeeMet ? '2025-01-01' : null,
      draftReady,
    },
    votes: Array.from({ length: taken }, (_, at) => ({ unitId, carried: at < carried })),
  };
}

/** Gives the store of meetings those of a backlog. */
export function keepSources(stage, nation, work) {
  return onDatabase(stage.uriOf('meetings'), async (db) => {
    const newest = new Map();
    const write = async (most) => {
      const documents = [...newest.values()].slice(0, most).map(documentOf);
      for (const { _id } of documents) newest.delete(_id);
      if (documents.length > 0) await db.collection('meetings').insertMany(documents, { ordered: false });
    };
    const add = (_, meeting, sign) => sign > 0 && newest.set(meeting.meetingId, meeting);
    for (const _ of events(nation, work, { add })) if (newest.size >= OPEN + WRITE) await write(WRITE);
    await write(Infinity);
  });
}
